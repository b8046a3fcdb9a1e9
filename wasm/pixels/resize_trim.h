/*
 * Leaves out of stb_image_resize2 what resize.c never asks for: 10 KB of a first load.
 *
 * It includes itself by the name STBIR__HEADER_FILENAME, which is this file: for its coders, its
 * horizontal filters and its vertical ones.  After the last of them, and before the tables that
 * point to them all, the functions for other samples than 8-bit linear, other channel orders than
 * RGBA, 2 or 3 channels and scattering become 0, and the compiler drops them.
 */
#if defined STB_IMAGE_RESIZE_VERTICAL_CONTINUE && STBIR__vertical_channels == 8
#define RESIZE_TRIM_LAST
#endif

#include <stb_image_resize2.h>

#ifdef RESIZE_TRIM_LAST

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

#define stbir__vertical_scatter_with_1_coeffs 0
#define stbir__vertical_scatter_with_2_coeffs 0
#define stbir__vertical_scatter_with_3_coeffs 0
#define stbir__vertical_scatter_with_4_coeffs 0
#define stbir__vertical_scatter_with_5_coeffs 0
#define stbir__vertical_scatter_with_6_coeffs 0
#define stbir__vertical_scatter_with_7_coeffs 0
#define stbir__vertical_scatter_with_8_coeffs 0
#define stbir__vertical_scatter_with_1_coeffs_cont 0
#define stbir__vertical_scatter_with_2_coeffs_cont 0
#define stbir__vertical_scatter_with_3_coeffs_cont 0
#define stbir__vertical_scatter_with_4_coeffs_cont 0
#define stbir__vertical_scatter_with_5_coeffs_cont 0
#define stbir__vertical_scatter_with_6_coeffs_cont 0
#define stbir__vertical_scatter_with_7_coeffs_cont 0
#define stbir__vertical_scatter_with_8_coeffs_cont 0

#endif
