// PicturePredictor: pictures of 1 to 16 bits a sample and 1 to 4 channels, and, after a fashion, anything else.
//
// It codes lanes itself: pixel by pixel, the planes of a pixel one after the other (green first; alpha before the
// colours). Photos that came out of a JPEG decoder are coded as the brightness and colour differences they were made
// from (jpeg_colours.h). What is no picture, and the bytes between pixels, is coded byte by byte (index_model.h).
// spec.md says exactly what is computed.
// Thread safety: as Predictor.
#ifndef LLMZIP_PREDICTORS_PICTURE_PICTURE_PREDICTOR_H_
#define LLMZIP_PREDICTORS_PICTURE_PICTURE_PREDICTOR_H_

#include <cstdint>
#include <memory>

#include "llmzip/predictor.h"
#include "predictors/shape.h"

namespace llmzip::picture {

enum class PictureStrength : std::uint8_t { kStandard, kMaximum };

std::unique_ptr<Predictor> MakePicturePredictor(PictureStrength strength, const PredictorShape& shape);

/// An upper bound on what such a predictor holds.
std::uint64_t PicturePredictorMemory(PictureStrength strength, const PredictorShape& shape);

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_PICTURE_PREDICTOR_H_
