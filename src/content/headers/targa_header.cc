// Targa files. Their header has no signature: eighteen bytes, most of them 0. So the pixels have to look like some.
#include "content/evidence.h"
#include "content/headers/header_parsers.h"
#include "content/headers/header_reader.h"
#include "content/headers/picture_claim.h"

namespace llmzip {
namespace {

constexpr std::uint64_t kHeader = 18;
constexpr unsigned kMostColours = 256;

enum Type : std::uint8_t { kPalette = 1, kColour = 2, kGrey = 3 };

bool IsSound(std::uint8_t type, std::uint8_t bits, std::uint8_t alpha_bits) {
  if (type != kColour) return bits == 8 && alpha_bits == 0;
  return (bits == 16 && alpha_bits <= 1) || (bits == 24 && alpha_bits == 0) ||
         (bits == 32 && (alpha_bits == 0 || alpha_bits == 8));
}

}  // namespace

bool ParseTarga(ByteView block, std::size_t file, Claims* claims) {
  constexpr std::uint64_t kFooterBeforeName = 8;
  constexpr std::uint64_t kSamplesLooked = 65536;
  constexpr std::uint64_t kEffort = 8192;
  HeaderReader reader(block, file);
  const auto type = reader.Number<std::uint8_t>(2);
  const bool has_palette = type == kPalette;
  if (type < kPalette || type > kGrey || reader.Number<std::uint8_t>(1) != (has_palette ? 1 : 0)) return false;
  const auto colours = reader.Number<std::uint16_t>(5);
  const auto colour_bits = reader.Number<std::uint8_t>(7);
  if (has_palette ? colours < 1 || colours > kMostColours || (colour_bits != 24 && colour_bits != 32)
                  : reader.Number<std::uint16_t>(3) != 0 || colours != 0 || colour_bits != 0) {
    return false;
  }
  const auto width = reader.Number<std::uint16_t>(12);
  const auto rows = reader.Number<std::uint16_t>(14);
  const auto bits = reader.Number<std::uint8_t>(16);
  const auto descriptor = reader.Number<std::uint8_t>(17);
  constexpr std::uint8_t kReserved = 0xC0;
  constexpr std::uint8_t kAlphaBits = 0x0F;
  if (!reader.ok() || width < 1 || rows < 1 || (descriptor & kReserved) != 0 ||
      !IsSound(type, bits, descriptor & kAlphaBits)) {
    return false;
  }
  const std::uint64_t pixels = kHeader + reader.Number<std::uint8_t>(0) + std::uint64_t{colours} * (colour_bits / 8);
  const std::uint32_t stride = width * (bits / 8U);
  const std::uint64_t end = pixels + std::uint64_t{rows} * stride;
  const bool has_footer = reader.size() > end && reader.Holds(end + kFooterBeforeName, "TRUEVISION-XFILE");
  if (!has_footer) {
    if (!claims->Spend(kEffort)) return false;
    if (!RowsAgree(reader.Piece(pixels, std::min(end - pixels, kSamplesLooked)), stride)) return false;
  }
  if (bits == 16) return ClaimRows(stride, 2, 2, false, file, pixels, rows, claims);
  const PictureParameters picture{.width = width,
                                  .stride = stride,
                                  .channels = static_cast<std::uint8_t>(bits / 8),
                                  .palette = has_palette,
                                  .blue_first = bits > 8,
                                  .alpha_last = bits == 32};
  return ClaimPicture(picture, file, pixels, rows, claims);
}

}  // namespace llmzip
