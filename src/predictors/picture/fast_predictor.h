// picture:fast: pictures at about a megabyte of pixels a second. fast.spec.md has the definition.
//
// It codes lanes itself, one after the other, pixel by pixel; what is no whole pixel of a picture (padding, cut pixels,
// other kinds' segments) goes byte by byte. Rows are allocated for a segment no smaller than one of them, so that time
// and memory are bounded by the bytes that are there. Thread safety: as Predictor.
#ifndef LLMZIP_PREDICTORS_PICTURE_FAST_PREDICTOR_H_
#define LLMZIP_PREDICTORS_PICTURE_FAST_PREDICTOR_H_

#include <cstdint>
#include <memory>

#include "llmzip/predictor.h"
#include "predictors/shape.h"

namespace llmzip::picture {

std::unique_ptr<Predictor> MakeFastPicturePredictor(const PredictorShape& shape);

/// An upper bound on the bytes such a predictor holds.
std::uint64_t FastPicturePredictorMemory(const PredictorShape& shape);

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_FAST_PREDICTOR_H_
