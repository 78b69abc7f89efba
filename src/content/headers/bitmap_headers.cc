// Windows bitmaps: BMP files, the same without a file header (DIB), and icons and cursors, which hold several of them.
#include "content/headers/header_parsers.h"
#include "content/headers/header_reader.h"
#include "content/headers/picture_claim.h"

namespace llmzip {
namespace {

constexpr std::uint32_t kFileHeader = 14;
constexpr std::uint32_t kCoreHeader = 12;  // of OS/2: 16-bit sizes, palettes of three bytes a colour
constexpr std::uint32_t kInfoHeader = 40;
constexpr std::uint32_t kInfoHeaderWithMasks = 52;
constexpr std::uint32_t kLargestHeader = 124;
constexpr std::uint32_t kMostPixels = 1 << 20;  // of a row

enum Compression : std::uint32_t { kRgb = 0, kBitFields = 3, kAlphaBitFields = 6 };

// A bitmap's header. Rows from the bottom up or from the top down lie the same way in memory: one after the other.
struct Bitmap {
  std::uint32_t header_size = 0;
  std::uint32_t width = 0;
  std::uint32_t rows = 0;
  std::uint32_t bits = 0;
  std::uint32_t image_size = 0;
  std::uint32_t red_mask = 0;    // 0: the usual order
  std::uint32_t palette_at = 0;  // from the header's first byte
  std::uint32_t colour_size = 0;
  std::uint32_t colours = 0;

  [[nodiscard]] std::uint64_t RowBytes() const { return (std::uint64_t{width} * bits + 7) / 8; }
  [[nodiscard]] std::uint64_t Stride() const { return (RowBytes() + 3) / 4 * 4; }
  [[nodiscard]] std::uint64_t MaskStride() const { return (std::uint64_t{width} + 31) / 32 * 4; }
  [[nodiscard]] std::uint64_t Pixels() const { return palette_at + std::uint64_t{colour_size} * colours; }
};

bool IsDepth(std::uint32_t bits) {
  return bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32;
}

// Reads the header at `at`; false if no uncompressed pixels follow it.
bool ReadBitmap(HeaderReader& reader, std::uint64_t at, Bitmap* bitmap) {
  constexpr std::uint32_t kSmallestHeader = 16;
  const auto size = reader.Number<std::uint32_t>(at);
  std::uint32_t compression = kRgb;
  std::uint32_t planes = 0;
  bitmap->header_size = size;
  if (size == kCoreHeader) {
    bitmap->width = reader.Number<std::uint16_t>(at + 4);
    bitmap->rows = reader.Number<std::uint16_t>(at + 6);
    planes = reader.Number<std::uint16_t>(at + 8);
    bitmap->bits = reader.Number<std::uint16_t>(at + 10);
  } else if (size >= kSmallestHeader && size <= kLargestHeader) {
    bitmap->width = reader.Number<std::uint32_t>(at + 4);
    const auto rows = reader.Number<std::uint32_t>(at + 8);
    bitmap->rows = rows > 0x80000000U ? 0U - rows : rows;  // negative: from the top down
    planes = reader.Number<std::uint16_t>(at + 12);
    bitmap->bits = reader.Number<std::uint16_t>(at + 14);
    if (size > kSmallestHeader) compression = reader.Number<std::uint32_t>(at + 16);
    if (size >= kInfoHeader) {
      bitmap->image_size = reader.Number<std::uint32_t>(at + 20);
      bitmap->colours = reader.Number<std::uint32_t>(at + 32);
    }
  }
  if (!reader.ok() || planes != 1 || bitmap->width < 1 || bitmap->width > kMostPixels || bitmap->rows < 1 ||
      bitmap->rows > 0x7FFFFFFFU || !IsDepth(bitmap->bits)) {
    return false;
  }
  const bool has_masks = compression == kBitFields || compression == kAlphaBitFields;
  if (compression != kRgb && (!has_masks || (bitmap->bits != 16 && bitmap->bits != 32))) return false;
  if (has_masks) bitmap->red_mask = reader.Number<std::uint32_t>(at + kInfoHeader);

  const bool masks_follow = has_masks && size < kInfoHeaderWithMasks;
  bitmap->palette_at = size + (masks_follow ? (compression == kAlphaBitFields ? 16U : 12U) : 0U);
  bitmap->colour_size = size == kCoreHeader ? 3 : 4;
  const std::uint32_t most_colours = bitmap->bits <= 8 ? 1U << bitmap->bits : 256U;
  if (bitmap->bits <= 8 && bitmap->colours == 0) bitmap->colours = most_colours;
  bitmap->colours = std::min(bitmap->colours, most_colours);
  return reader.ok();
}

// True if the palette's colours are greys that only become lighter, or only darker, so that indices are like samples.
bool IsRamp(const HeaderReader& reader, std::uint64_t at, const Bitmap& bitmap) {
  const ByteView palette = reader.Piece(at + bitmap.palette_at, std::uint64_t{bitmap.colour_size} * bitmap.colours);
  if (palette.size() < 2U * bitmap.colour_size) return false;
  const bool rises = palette[bitmap.colour_size] > palette[0];
  for (std::size_t i = 0; i + bitmap.colour_size <= palette.size(); i += bitmap.colour_size) {
    if (palette[i] != palette[i + 1] || palette[i] != palette[i + 2]) return false;
    if (i > 0 &&
        (rises ? palette[i] <= palette[i - bitmap.colour_size] : palette[i] >= palette[i - bitmap.colour_size]))
      return false;
  }
  return true;
}

// Claims a bitmap's pixels at `pixels`. `at` is where its header stands.
bool ClaimBitmap(const HeaderReader& reader, std::uint64_t at, const Bitmap& bitmap, std::uint64_t pixels,
                 std::uint64_t stride, std::uint64_t rows, Claims* claims) {
  constexpr std::uint32_t kSecondLowest = 0x0000FF00;
  constexpr std::uint32_t kLowest = 0x000000FF;
  if (stride > PictureParameters::kMaxStride) return false;
  if (bitmap.bits == 16) return ClaimRows(stride, 2, 2, false, reader.file(), pixels, rows, claims);
  PictureParameters picture{.width = bitmap.width, .stride = static_cast<std::uint32_t>(stride)};
  if (bitmap.bits <= 8) {
    picture.bits = static_cast<std::uint8_t>(bitmap.bits);
    picture.palette = bitmap.bits > 1 && !IsRamp(reader, at, bitmap);
  } else {
    picture.channels = static_cast<std::uint8_t>(bitmap.bits / 8);
    picture.blue_first = bitmap.red_mask != kLowest && bitmap.red_mask != kSecondLowest;
    picture.alpha_last =
        bitmap.bits == 32 && (bitmap.red_mask == 0 || (bitmap.red_mask >> 24) == 0) && bitmap.red_mask != kSecondLowest;
  }
  return ClaimPicture(picture, reader.file(), pixels, rows, claims);
}

// Claims the picture of an icon and the mask below it, whose header stands at `at`.
bool ClaimIcon(const HeaderReader& reader, std::uint64_t at, const Bitmap& bitmap, std::uint64_t rows, Claims* claims) {
  const std::uint64_t pixels = at + bitmap.Pixels();
  if (!ClaimBitmap(reader, at, bitmap, pixels, bitmap.Stride(), rows, claims)) return false;
  const PictureParameters mask{
      .width = bitmap.width, .stride = static_cast<std::uint32_t>(bitmap.MaskStride()), .bits = 1};
  return ClaimPicture(mask, reader.file(), pixels + rows * bitmap.Stride(), rows, claims);
}

}  // namespace

bool ParseBmp(ByteView block, std::size_t file, Claims* claims) {
  constexpr std::uint32_t kLongestHeader = 1 << 16;
  HeaderReader reader(block, file);
  if (!reader.Holds(0, "BM") || reader.Number<std::uint32_t>(6) != 0) return false;
  const auto file_size = reader.Number<std::uint32_t>(2);
  std::uint64_t pixels = reader.Number<std::uint32_t>(10);
  Bitmap bitmap;
  if (!ReadBitmap(reader, kFileHeader, &bitmap)) return false;
  if (pixels == 0) pixels = kFileHeader + bitmap.Pixels();
  if (pixels < kFileHeader + bitmap.header_size || pixels > kLongestHeader) return false;
  // Fewer colours than said, if the pixels begin earlier.
  const std::uint64_t palette = pixels - kFileHeader - std::min<std::uint64_t>(bitmap.palette_at, pixels - kFileHeader);
  bitmap.colours = static_cast<std::uint32_t>(std::min<std::uint64_t>(bitmap.colours, palette / bitmap.colour_size));
  const bool has_no_padding = bitmap.bits == 24 && bitmap.RowBytes() != bitmap.Stride() &&
                              file_size == pixels + bitmap.RowBytes() * bitmap.rows;
  return ClaimBitmap(reader, kFileHeader, bitmap, pixels, has_no_padding ? bitmap.RowBytes() : bitmap.Stride(),
                     bitmap.rows, claims);
}

bool ParseDib(ByteView block, std::size_t file, Claims* claims) {
  HeaderReader reader(block, file);
  Bitmap bitmap;
  if (reader.Number<std::uint32_t>(0) != kInfoHeader || !ReadBitmap(reader, 0, &bitmap)) return false;
  if (bitmap.rows == 2 * bitmap.width) return ClaimIcon(reader, 0, bitmap, bitmap.width, claims);
  if (bitmap.image_size != 0 && bitmap.image_size != bitmap.rows * bitmap.Stride()) return false;
  return ClaimBitmap(reader, 0, bitmap, bitmap.Pixels(), bitmap.Stride(), bitmap.rows, claims);
}

bool ParseIcon(ByteView block, std::size_t file, Claims* claims) {
  constexpr std::uint32_t kDirectory = 6;
  constexpr std::uint32_t kEntry = 16;
  constexpr std::uint32_t kMostPictures = 256;
  HeaderReader reader(block, file);
  const auto reserved = reader.Number<std::uint16_t>(0);
  const auto type = reader.Number<std::uint16_t>(2);
  const auto count = reader.Number<std::uint16_t>(4);
  if (reserved != 0 || (type != 1 && type != 2) || count < 1 || count > kMostPictures) return false;
  bool any = false;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint64_t entry = kDirectory + std::uint64_t{kEntry} * i;
    const std::uint64_t size = reader.Number<std::uint32_t>(entry + 8);
    const std::uint64_t at = reader.Number<std::uint32_t>(entry + 12);
    if (!reader.ok() || reader.Number<std::uint8_t>(entry + 3) != 0 || at < kDirectory + kEntry * count) break;
    HeaderReader picture(block, file);
    Bitmap bitmap;
    if (picture.Number<std::uint32_t>(at) != kInfoHeader || !ReadBitmap(picture, at, &bitmap)) continue;
    // A header's height is that of picture and mask together, or else the size tells.
    const std::uint64_t whole = bitmap.Pixels() + (bitmap.Stride() + bitmap.MaskStride()) * bitmap.rows;
    any |= ClaimIcon(reader, at, bitmap, size == whole ? bitmap.rows : bitmap.rows / 2, claims);
  }
  return any;
}

}  // namespace llmzip
