/*
 * Texts in EXIF: what other programs write where a format has no better place.
 *
 * ComfyUI has its graphs in the ASCII tags from Model down, each as keyword:{...};
 * others use ImageDescription and UserComment, which are then the keywords.
 */
#ifndef PIXELS_EXIF_NOTES_H
#define PIXELS_EXIF_NOTES_H

#include "pixels/note_list.h"

/*
 * Adds the texts of a TIFF block (see orient.h) to *list; of one that is broken what
 * can be found.  STATUS_NO_MEMORY.
 */
enum status exif_notes_read(struct bytes tiff, struct note_list *list);

#endif
