#include "content/headers/header_parsers.h"
#include "content/headers/header_reader.h"
#include "content/records_parameters.h"

namespace llmzip {
namespace {

constexpr std::uint32_t kMostPixels = 1 << 20;  // in a row or a column

void ClaimRows(Claims* claims, std::size_t file, std::uint64_t offset, std::uint64_t rows,
               const RecordsParameters& row) {
  if (row.stride > RecordsParameters::kMaxStride) return;
  claims->Add(Kind::kRecords, file, offset, rows * row.stride, row.Serialised());
}

// The header of a PNM file, read token by token.
class NetpbmHeader {
 public:
  explicit NetpbmHeader(ByteView bytes) : bytes_(bytes) {}

  // A decimal number after white space and comments; 0 if there is none below 2^21.
  std::uint32_t Number() {
    SkipSpace();
    std::uint32_t value = 0;
    for (unsigned digits = 0; digits < 7 && IsDigit(); ++digits) value = value * 10 + (bytes_[at_++] - '0');
    return IsDigit() ? 0 : value;
  }

  // Where the pixels begin: after exactly one white-space character. 0 if there is none.
  std::size_t Pixels() { return IsSpace() ? at_ + 1 : 0; }

 private:
  [[nodiscard]] bool IsDigit() const { return at_ < bytes_.size() && bytes_[at_] >= '0' && bytes_[at_] <= '9'; }
  [[nodiscard]] bool IsSpace() const {
    return at_ < bytes_.size() && (bytes_[at_] == ' ' || (bytes_[at_] >= '\t' && bytes_[at_] <= '\r'));
  }

  void SkipSpace() {
    constexpr std::size_t kLongestHeader = 128;
    while (at_ < bytes_.size() && at_ < kLongestHeader) {
      if (bytes_[at_] == '#') {
        while (at_ < bytes_.size() && at_ < kLongestHeader && bytes_[at_] != '\n') ++at_;
      } else if (IsSpace()) {
        ++at_;
      } else {
        return;
      }
    }
  }

  ByteView bytes_;
  std::size_t at_ = 2;
};

}  // namespace

bool ParseNetpbm(ByteView block, std::size_t file, Claims* claims) {
  const ByteView bytes = block.subspan(file);
  NetpbmHeader header(bytes);
  const std::uint32_t columns = bytes.size() > 2 && bytes[2] <= ' ' ? header.Number() : 0;
  const std::uint32_t rows = header.Number();
  const std::uint32_t largest = header.Number();
  const std::size_t pixels = header.Pixels();
  if (columns < 1 || rows < 1 || columns > kMostPixels || rows > kMostPixels) return false;
  if (largest < 1 || largest > 65535 || pixels == 0) return false;
  const std::uint8_t width = largest > 255 ? 2 : 1;
  const std::uint32_t step = (bytes[1] == '6' ? 3U : 1U) * width;
  ClaimRows(claims, file, pixels, rows, {columns * step, step, 0, width, width == 2});
  return true;
}

bool ParseBmp(ByteView block, std::size_t file, Claims* claims) {
  HeaderReader reader(block, file);
  if (!reader.Holds(0, "BM") || reader.Number<std::uint32_t>(6) != 0) return false;
  const auto pixels = reader.Number<std::uint32_t>(10);
  const auto header_size = reader.Number<std::uint32_t>(14);
  const auto columns = reader.Number<std::uint32_t>(18);
  const auto signed_rows = reader.Number<std::uint32_t>(22);
  const auto planes = reader.Number<std::uint16_t>(26);
  const auto bits = reader.Number<std::uint16_t>(28);
  const auto compression = reader.Number<std::uint32_t>(30);
  const std::uint32_t rows = signed_rows > 0x7FFFFFFF ? -signed_rows : signed_rows;  // negative: from the top down
  constexpr std::uint32_t kLongestHeader = 4096;
  constexpr std::uint32_t kRgb = 0;
  constexpr std::uint32_t kBitFields = 3;
  if (!reader.ok() || planes != 1 || header_size < 40 || header_size > 124 || pixels > kLongestHeader ||
      pixels < 14 + header_size || columns < 1 || rows < 1 || columns > kMostPixels || rows > kMostPixels ||
      (bits != 8 && bits != 24 && bits != 32) || (compression != kRgb && (compression != kBitFields || bits != 32))) {
    return false;
  }
  const std::uint32_t step = bits / 8U;
  ClaimRows(claims, file, pixels, rows, {(columns * step + 3) / 4 * 4, step, 0, 1, false});
  return true;
}

}  // namespace llmzip
