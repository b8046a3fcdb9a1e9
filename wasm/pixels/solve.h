/*
 * Small systems of linear equations: the normal equations of a least squares fit.
 */
#ifndef PIXELS_SOLVE_H
#define PIXELS_SOLVE_H

#include "base/base.h"

#define SOLVE_MAX 6 /* unknowns at most */

/* The sums of a weighted fit of up to SOLVE_MAX unknowns; all 0 to begin with. */
struct normal {
    double matrix[SOLVE_MAX][SOLVE_MAX]; /* its upper half: column >= row */
    double right[SOLVE_MAX];
    double weight; /* of all that was added */
};

/* Adds the equation sum(row[i] * x[i]) = value, counted 'weight' times. */
void normal_add(struct normal *n, int unknowns, const double *row, double value, double weight);

/*
 * Writes the solution to x[0 .. unknowns-1].  False, and x all 0, where an unknown is not
 * held: where no more than 'least' of the total weight is left on it when the others
 * are accounted for.
 */
bool normal_solve(const struct normal *n, int unknowns, double least, double *x) MUST_CHECK;

#endif
