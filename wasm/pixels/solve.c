#include "pixels/solve.h"

void normal_add(struct normal *n, int unknowns, const double *row, double value, double weight) {
    for (int i = 0; i < unknowns; i++) {
        const double part = weight * row[i];
        for (int k = i; k < unknowns; k++) {
            n->matrix[i][k] += part * row[k];
        }
        n->right[i] += part * value;
    }
    n->weight += weight;
}

/* Takes row 'i' out of the rows below it. */
static void eliminate(struct normal *n, int unknowns, int i) {
    for (int row = i + 1; row < unknowns; row++) {
        const double part = n->matrix[i][row] / n->matrix[i][i];
        for (int k = row; k < unknowns; k++) {
            n->matrix[row][k] -= part * n->matrix[i][k];
        }
        n->right[row] -= part * n->right[i];
    }
}

static void substitute(const struct normal *n, int unknowns, double *x) {
    for (int i = unknowns - 1; i >= 0; i--) {
        double rest = n->right[i];
        for (int k = i + 1; k < unknowns; k++) {
            rest -= n->matrix[i][k] * x[k];
        }
        x[i] = rest / n->matrix[i][i];
    }
}

bool normal_solve(const struct normal *n, int unknowns, double least, double *x) {
    struct normal left = *n;
    for (int i = 0; i < unknowns; i++) {
        x[i] = 0;
    }
    for (int i = 0; i < unknowns; i++) {
        if (!(left.matrix[i][i] > least * n->weight)) {
            return false;
        }
        eliminate(&left, unknowns, i);
    }
    substitute(&left, unknowns, x);
    return true;
}
