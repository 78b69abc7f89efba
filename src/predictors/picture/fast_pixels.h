// FastPixels: the pixels of one picture after the other, from the bytes they lie in.
//
// Knows the layout (PictureParameters), where in its row the next byte lies, and the rows so far; takes whole pixels
// (or, of samples below 8 bits, whole bytes) through FastRepeat, FastTone and FastIndex. fast.spec.md §3 and §6.
// Thread safety: none.
#ifndef LLMZIP_PREDICTORS_PICTURE_FAST_PIXELS_H_
#define LLMZIP_PREDICTORS_PICTURE_FAST_PIXELS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "content/picture_parameters.h"
#include "predictors/picture/fast_decision.h"
#include "predictors/picture/fast_index.h"
#include "predictors/picture/fast_repeat.h"
#include "predictors/picture/fast_tone.h"

namespace llmzip::picture {

class FastPixels {
 public:
  FastPixels(std::span<std::uint32_t> shared, unsigned log_entries, const bool* learns);

  /// A segment of pixels begins. If it continues the picture before, its rows go on.
  void Begin(const PictureParameters& layout);
  /// What comes does not continue the rows so far.
  void Leave() { has_rows_ = false; }

  /// Bytes of the pixel that the next byte begins; 0: that byte is not a pixel's first (padding, a cut pixel).
  [[nodiscard]] unsigned PixelBytes() const;
  /// Codes the pixel that begins here. `known`: its bytes; `bytes`: where they go.
  void CodePixel(std::span<const std::uint8_t> known, std::span<std::uint8_t> bytes, FastIndex& index,
                 FastDecision& decision);
  /// A byte that is no whole pixel's has been coded otherwise.
  void SkipByte();

  static std::uint64_t Memory(std::uint64_t lane_bytes, unsigned log_entries);

 private:
  using Samples = std::array<std::uint32_t, 4>;

  void Step(unsigned bytes);
  void Put(const Samples& samples);
  void CodeTones(const Samples& known, Samples* samples, FastDecision& decision);
  void CodeNarrow(std::uint8_t known, std::uint8_t* byte, FastIndex& index, FastDecision& decision);
  bool CodeRepeat(const Samples& known, Samples* samples, FastIndex& index, FastDecision& decision);
  [[nodiscard]] std::uint64_t PixelAt(unsigned up, std::ptrdiff_t dx) const;
  [[nodiscard]] FastHashes BitContexts() const;
  [[nodiscard]] FastHashes IndexContexts() const;

  const bool* learns_;
  std::span<std::uint32_t> shared_;
  PictureParameters layout_;
  bool has_rows_ = false;
  bool is_tone_ = false;
  std::uint32_t column_ = 0;  // byte within the row
  unsigned row_ = 0;          // modulo 8
  std::ptrdiff_t x_ = 0;
  unsigned history_ = 0;  // whether guesses were right, newest lowest
  std::array<TonePlane, 4> planes_;
  std::array<std::unique_ptr<FastTone>, 4> tones_;
  FastRepeat repeat_;
};

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_FAST_PIXELS_H_
