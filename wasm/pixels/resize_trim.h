/*
 * Leaves out of stb_image_resize2 what resize.c never asks for: 8 KB of a first load.
 *
 * It includes itself by the name STBIR__HEADER_FILENAME, which is this file: first for its coders,
 * then for its horizontal filters, in the end for the vertical ones, and only then come the tables
 * that point to them all.  There, every sample type but 8-bit linear, every channel order but RGBA
 * and every channel count but 1, 4 and 7 (alpha weighted) are made 0, and the compiler drops them.
 */
#ifndef STB_IMAGE_RESIZE_DO_VERTICALS
#include <stb_image_resize2.h>
#elif !defined(PIXELS_RESIZE_TRIM_H)
#define PIXELS_RESIZE_TRIM_H
#include <stb_image_resize2.h>

#define stbir__decode_uint8_linear_BGRA 0
#define stbir__decode_uint8_linear_ARGB 0
#define stbir__decode_uint8_linear_ABGR 0
#define stbir__decode_uint8_linear_AR 0
#define stbir__decode_uint8_linear_scaled_BGRA 0
#define stbir__decode_uint8_linear_scaled_ARGB 0
#define stbir__decode_uint8_linear_scaled_ABGR 0
#define stbir__decode_uint8_linear_scaled_AR 0
#define stbir__decode_uint8_srgb 0
#define stbir__decode_uint8_srgb_BGRA 0
#define stbir__decode_uint8_srgb_ARGB 0
#define stbir__decode_uint8_srgb_ABGR 0
#define stbir__decode_uint8_srgb_AR 0
#define stbir__decode_uint16_linear 0
#define stbir__decode_uint16_linear_BGRA 0
#define stbir__decode_uint16_linear_ARGB 0
#define stbir__decode_uint16_linear_ABGR 0
#define stbir__decode_uint16_linear_AR 0
#define stbir__decode_uint16_linear_scaled 0
#define stbir__decode_uint16_linear_scaled_BGRA 0
#define stbir__decode_uint16_linear_scaled_ARGB 0
#define stbir__decode_uint16_linear_scaled_ABGR 0
#define stbir__decode_uint16_linear_scaled_AR 0
#define stbir__decode_float_linear 0
#define stbir__decode_float_linear_BGRA 0
#define stbir__decode_float_linear_ARGB 0
#define stbir__decode_float_linear_ABGR 0
#define stbir__decode_float_linear_AR 0
#define stbir__decode_half_float_linear 0
#define stbir__decode_half_float_linear_BGRA 0
#define stbir__decode_half_float_linear_ARGB 0
#define stbir__decode_half_float_linear_ABGR 0
#define stbir__decode_half_float_linear_AR 0
#define stbir__decode_uint8_srgb4_linearalpha 0
#define stbir__decode_uint8_srgb4_linearalpha_BGRA 0
#define stbir__decode_uint8_srgb4_linearalpha_ARGB 0
#define stbir__decode_uint8_srgb4_linearalpha_ABGR 0
#define stbir__decode_uint8_srgb2_linearalpha 0
#define stbir__decode_uint8_srgb2_linearalpha_AR 0
#define stbir__encode_uint8_linear_BGRA 0
#define stbir__encode_uint8_linear_ARGB 0
#define stbir__encode_uint8_linear_ABGR 0
#define stbir__encode_uint8_linear_AR 0
#define stbir__encode_uint8_linear_scaled_BGRA 0
#define stbir__encode_uint8_linear_scaled_ARGB 0
#define stbir__encode_uint8_linear_scaled_ABGR 0
#define stbir__encode_uint8_linear_scaled_AR 0
#define stbir__encode_uint8_srgb 0
#define stbir__encode_uint8_srgb_BGRA 0
#define stbir__encode_uint8_srgb_ARGB 0
#define stbir__encode_uint8_srgb_ABGR 0
#define stbir__encode_uint8_srgb_AR 0
#define stbir__encode_uint16_linear 0
#define stbir__encode_uint16_linear_BGRA 0
#define stbir__encode_uint16_linear_ARGB 0
#define stbir__encode_uint16_linear_ABGR 0
#define stbir__encode_uint16_linear_AR 0
#define stbir__encode_uint16_linear_scaled 0
#define stbir__encode_uint16_linear_scaled_BGRA 0
#define stbir__encode_uint16_linear_scaled_ARGB 0
#define stbir__encode_uint16_linear_scaled_ABGR 0
#define stbir__encode_uint16_linear_scaled_AR 0
#define stbir__encode_float_linear 0
#define stbir__encode_float_linear_BGRA 0
#define stbir__encode_float_linear_ARGB 0
#define stbir__encode_float_linear_ABGR 0
#define stbir__encode_float_linear_AR 0
#define stbir__encode_half_float_linear 0
#define stbir__encode_half_float_linear_BGRA 0
#define stbir__encode_half_float_linear_ARGB 0
#define stbir__encode_half_float_linear_ABGR 0
#define stbir__encode_half_float_linear_AR 0
#define stbir__encode_uint8_srgb4_linearalpha 0
#define stbir__encode_uint8_srgb4_linearalpha_BGRA 0
#define stbir__encode_uint8_srgb4_linearalpha_ARGB 0
#define stbir__encode_uint8_srgb4_linearalpha_ABGR 0
#define stbir__encode_uint8_srgb2_linearalpha 0
#define stbir__encode_uint8_srgb2_linearalpha_AR 0

#define stbir__horizontal_gather_2_channels_with_n_coeffs_funcs 0
#define stbir__horizontal_gather_2_channels_funcs 0
#define stbir__horizontal_gather_3_channels_with_n_coeffs_funcs 0
#define stbir__horizontal_gather_3_channels_funcs 0

#else
#include <stb_image_resize2.h>
#endif
