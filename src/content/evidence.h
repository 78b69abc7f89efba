// Evidence: what bytes say about what a file header says of them.
//
// Headers lie: samples are stored in the other byte order, sizes reach over whatever follows, eighteen bytes of a
// program look like the header of a picture. Each question is answered from a few thousand bytes. Thread safety: pure
// functions.
#ifndef LLMZIP_CONTENT_EVIDENCE_H_
#define LLMZIP_CONTENT_EVIDENCE_H_

#include <cstdint>

#include "content/picture_parameters.h"
#include "content/sound_parameters.h"
#include "llmzip/codec.h"

namespace llmzip {

/// For values that have no next one of the same meaning.
inline constexpr std::uint64_t kNoStep = 0;

/// True if most of the bytes read like text and do not change smoothly as pixels and samples do. `step`: bytes from a
/// value to the next one of the same meaning, or kNoStep.
bool ReadsLikeText(ByteView bytes, std::uint64_t step);

/// True if all values occur about equally often, as in compressed or encrypted bytes.
bool LooksLikeNoise(ByteView bytes);

/// True if the bytes of a row are much nearer to those of the row before than to others.
bool RowsAgree(ByteView pixels, std::uint64_t stride);

/// True if most pixels are exactly like the one before: not a photo but a screen, a diagram, an icon. Predictors that
/// find what comes again do better there than those of pixels. Never for pictures of 1 bit, where this is no exception.
bool HasPlainAreas(ByteView pixels, const PictureParameters& picture);

/// True if samples are nearer to those of the frame before than to others.
bool SamplesAgree(ByteView samples, const SoundParameters& sound);

/// The same sound with the byte order, or for samples of one byte the sign, in which the samples change least; as it is
/// if the difference is not large.
SoundParameters AsSamplesSay(SoundParameters sound, ByteView samples);

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_EVIDENCE_H_
