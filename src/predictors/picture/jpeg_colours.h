// JPEG colours: pixels that came out of a JPEG decoder are few of all RGB colours; as brightness and two colour
// differences, all of 8 bits, they cost less.
//
// ToRgb is the conversion that JPEG decoders do (JFIF, 16 bits after the binary point). FromRgb is the encoder's
// business: it finds numbers that ToRgb makes that colour from, if there are any near; of several, those whose colour
// differences are nearest to what is expected.
// Thread safety: pure.
#ifndef LLMZIP_PREDICTORS_PICTURE_JPEG_COLOURS_H_
#define LLMZIP_PREDICTORS_PICTURE_JPEG_COLOURS_H_

#include <array>
#include <cstdint>

namespace llmzip::picture {

using Rgb = std::array<std::int32_t, 3>;         // red, green, blue
using Brightness = std::array<std::int32_t, 3>;  // Y, Cb, Cr

Rgb ToRgb(const Brightness& from);

/// The nearest numbers, whether or not they give exactly that colour.
Brightness Nearest(const Rgb& colour);

/// True, and `found` gives exactly `colour`; else `found` is Nearest.
bool FromRgb(const Rgb& colour, std::int32_t expected_cb, std::int32_t expected_cr, Brightness* found);

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_JPEG_COLOURS_H_
