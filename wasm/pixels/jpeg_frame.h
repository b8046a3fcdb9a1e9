/*
 * The segments of a JPEG that say what its pixels are: frame, Huffman tables, scans.
 *
 * Judges whether they fit together and how much work they ask for; does not find
 * them (see jpeg.c) and decodes nothing.
 */
#ifndef PIXELS_JPEG_FRAME_H
#define PIXELS_JPEG_FRAME_H

#include "pixels/image.h"

/* One colour of the frame. */
struct jpeg_component {
    uint8_t id;
    uint8_t area; /* samples it has where the coarsest possible has one: 1 to 16 */
};

/* What the segments have said so far; begins as zeros. */
struct jpeg_frame {
    int width; /* 0 until there was a frame */
    int height;
    int component_count;
    struct jpeg_component components[4];
    int finest_area;
    bool progressive;
    unsigned tables; /* Huffman tables met, a bit each: class * 4 + number */
    int scans;
    int64_t coefficients; /* that all scans so far make a decoder read */
};

/* Fills the fault of a JPEG that is damaged, 'how' being a clause such as "it breaks off". */
enum status jpeg_damaged(struct fault *fault, const char *how);

/* The same for one of a kind that is not decoded; 'what' follows "This JPEG". */
enum status jpeg_unsupported(struct fault *fault, const char *what);

/*
 * Take what a SOF, DHT or SOS segment holds after its length; 'marker' is 0xc0 to
 * 0xcf.  They fail as jpeg_walk does.
 */
enum status jpeg_frame_begin(struct jpeg_frame *f, int marker, struct bytes data,
                             struct fault *fault) MUST_CHECK;
enum status jpeg_frame_tables(struct jpeg_frame *f, struct bytes data,
                              struct fault *fault) MUST_CHECK;
enum status jpeg_frame_scan(struct jpeg_frame *f, struct bytes data,
                            struct fault *fault) MUST_CHECK;

#endif
