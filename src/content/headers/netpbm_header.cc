// Portable maps: P4 (1 bit), P5 (grey), P6 (colour), P7 (any number of channels); 8 bits, or 16 with the high byte
// first.
#include <string_view>

#include "content/headers/header_parsers.h"
#include "content/headers/header_reader.h"
#include "content/headers/picture_claim.h"

namespace llmzip {
namespace {

constexpr std::uint32_t kMost8Bits = 255;
constexpr std::uint32_t kMost16Bits = 65535;

bool IsDigit(std::uint8_t c) { return c >= '0' && c <= '9'; }
bool IsSpace(std::uint8_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// The text before the pixels, read token by token.
class NetpbmText {
 public:
  NetpbmText(ByteView bytes, std::size_t at) : bytes_(bytes.first(std::min(bytes.size(), kLongest))), at_(at) {}

  [[nodiscard]] std::size_t at() const { return at_; }

  // A decimal number behind white space and comments; 0 if there is none below 10^9.
  std::uint32_t Number() {
    constexpr unsigned kMostDigits = 9;
    SkipSpace();
    std::uint32_t value = 0;
    for (unsigned digits = 0; digits < kMostDigits && Is(IsDigit); ++digits) value = value * 10 + (bytes_[at_++] - '0');
    return Is(IsDigit) ? 0 : value;
  }

  // The next word behind white space and comments; "" at the end.
  std::string_view Word() {
    SkipSpace();
    const std::size_t begin = at_;
    while (at_ < bytes_.size() && !IsSpace(bytes_[at_])) ++at_;
    return {reinterpret_cast<const char*>(bytes_.data()) + begin, at_ - begin};
  }

  // Steps over exactly one white-space character, behind which the pixels begin; false if there is none.
  bool End() {
    if (!Is(IsSpace)) return false;
    ++at_;
    return true;
  }

 private:
  static constexpr std::size_t kLongest = 1024;

  bool Is(bool (*test)(std::uint8_t)) const { return at_ < bytes_.size() && test(bytes_[at_]); }

  void SkipSpace() {
    for (; at_ < bytes_.size(); ++at_) {
      if (bytes_[at_] == '#') {
        while (at_ < bytes_.size() && bytes_[at_] != '\n') ++at_;
        if (at_ == bytes_.size()) return;
      } else if (!IsSpace(bytes_[at_])) {
        return;
      }
    }
  }

  ByteView bytes_;
  std::size_t at_;
};

bool ClaimMap(std::uint64_t file, std::uint64_t offset, std::uint32_t width, std::uint32_t rows, std::uint32_t channels,
              std::uint32_t largest, bool alpha, Claims* claims) {
  if (largest < 1 || largest > kMost16Bits || channels < 1) return false;
  const unsigned bytes = largest > kMost8Bits ? 2 : 1;
  const std::uint64_t step = std::uint64_t{channels} * bytes;
  const std::uint64_t stride = width * step;
  if (stride > PictureParameters::kMaxStride) return false;
  if (channels > PictureParameters::kMaxChannels) {
    return ClaimRows(stride, step, static_cast<std::uint8_t>(bytes), bytes == 2, file, offset, rows, claims);
  }
  const PictureParameters picture{.width = width,
                                  .stride = static_cast<std::uint32_t>(stride),
                                  .channels = static_cast<std::uint8_t>(channels),
                                  .bits = static_cast<std::uint8_t>(8 * bytes),
                                  .alpha_last = alpha};
  return ClaimPicture(picture, file, offset, rows, claims);
}

bool ParseArbitrary(ByteView bytes, std::size_t file, Claims* claims) {
  constexpr unsigned kMostLines = 32;
  NetpbmText text(bytes, 2);
  std::uint32_t width = 0;
  std::uint32_t rows = 0;
  std::uint32_t channels = 0;
  std::uint32_t largest = 0;
  bool alpha = false;
  for (unsigned line = 0; line < kMostLines; ++line) {
    const std::string_view word = text.Word();
    if (word == "WIDTH") {
      width = text.Number();
    } else if (word == "HEIGHT") {
      rows = text.Number();
    } else if (word == "DEPTH") {
      channels = text.Number();
    } else if (word == "MAXVAL") {
      largest = text.Number();
    } else if (word == "TUPLTYPE") {
      alpha = text.Word().ends_with("_ALPHA");
    } else {
      return word == "ENDHDR" && text.End() &&
             ClaimMap(file, text.at(), width, rows, channels, largest, alpha && channels % 2 == 0, claims);
    }
  }
  return false;
}

}  // namespace

bool ParseNetpbm(ByteView block, std::size_t file, Claims* claims) {
  const ByteView bytes = block.subspan(file);
  if (bytes.size() < 3 || (!IsSpace(bytes[2]) && bytes[2] != '#')) return false;
  if (bytes[1] == '7') return ParseArbitrary(bytes, file, claims);
  NetpbmText text(bytes, 2);
  const std::uint32_t width = text.Number();
  const std::uint32_t rows = text.Number();
  if (bytes[1] == '4') {
    if (!text.End() || width == 0) return false;
    return ClaimPicture({.width = width, .stride = (width + 7) / 8, .bits = 1}, file, text.at(), rows, claims);
  }
  const std::uint32_t largest = text.Number();
  return text.End() && ClaimMap(file, text.at(), width, rows, bytes[1] == '6' ? 3 : 1, largest, false, claims);
}

}  // namespace llmzip
