// TIFF, BigTIFF and the raw pictures of cameras that are built like it (DNG): uncompressed pixels.
//
// A file has one or several directories, each of a picture whose rows lie in strips or tiles. Strips may lie anywhere
// in any order; those that follow each other in the file are claimed together. Sizes are computed from the geometry;
// the file's own byte counts are used only where they are smaller.
#include <algorithm>
#include <array>
#include <vector>

#include "content/headers/guessed_rows.h"
#include "content/headers/header_parsers.h"
#include "content/headers/header_reader.h"
#include "content/headers/picture_claim.h"

namespace llmzip {
namespace {

constexpr unsigned kMostDirectories = 64;
constexpr unsigned kMostEntries = 1024;
constexpr std::uint64_t kMostPieces = std::uint64_t{1} << 20;  // strips or tiles of a picture

enum Tag : std::uint16_t {
  kWidth = 256,
  kHeight = 257,
  kBits = 258,
  kCompression = 259,
  kPhotometric = 262,
  kFillOrder = 266,
  kStripOffsets = 273,
  kSamples = 277,
  kRowsPerStrip = 278,
  kStripCounts = 279,
  kPlanes = 284,
  kTileWidth = 322,
  kTileHeight = 323,
  kTileOffsets = 324,
  kTileCounts = 325,
  kDirectories = 330,
  kExtraSamples = 338,
  kSampleFormat = 339,
};

// The values of a tag: numbers of one size.
struct Values {
  std::uint64_t at = 0;
  std::uint64_t count = 0;
  unsigned size = 0;
};

// What a directory says of its picture.
struct Directory {
  Values offsets, counts, directories;
  std::uint64_t width = 0;
  std::uint64_t height = 0;
  std::uint64_t rows_per_strip = UINT32_MAX;
  std::uint64_t tile_width = 0;
  std::uint64_t tile_height = 0;
  std::uint64_t bits = 1;
  std::uint64_t compression = 1;
  std::uint64_t photometric = 1;
  std::uint64_t fill_order = 1;
  std::uint64_t samples = 1;
  std::uint64_t planes = 1;  // 2: each channel lies by itself
  bool same_bits = true;
  bool has_extra_samples = false;
  bool is_float = false;
};

class Tiff {
 public:
  Tiff(ByteView block, std::size_t file, bool big_endian, bool is_big, Claims* claims)
      : reader_(block, file, big_endian), big_endian_(big_endian), is_big_(is_big), claims_(claims) {}

  bool Parse() {
    const std::uint64_t first = Word(is_big_ ? 8 : 4);
    if (first >= reader_.size()) return ClaimUpTo(first);
    std::vector<std::uint64_t> next = {first};
    std::vector<std::uint64_t> seen;
    bool any = false;
    while (!next.empty() && seen.size() < kMostDirectories) {
      const std::uint64_t at = next.back();
      next.pop_back();
      if (at == 0 || std::ranges::find(seen, at) != seen.end()) continue;
      seen.push_back(at);
      Directory directory;
      std::uint64_t following = 0;
      if (!Read(at, &directory, &following)) continue;
      any |= ClaimPixels(directory);
      next.push_back(following);
      for (std::uint64_t i = 0; i < std::min<std::uint64_t>(directory.directories.count, kMostDirectories); ++i) {
        next.push_back(Value(directory.directories, i));
      }
    }
    return any;
  }

 private:
  std::uint64_t Word(std::uint64_t at) {
    return is_big_ ? reader_.Number<std::uint64_t>(at) : reader_.Number<std::uint32_t>(at);
  }

  bool Inside(std::uint64_t at, std::uint64_t size) const {
    return at <= reader_.size() && size <= reader_.size() - at;
  }

  std::uint64_t Value(const Values& values, std::uint64_t i) {
    const std::uint64_t at = values.at + i * values.size;
    switch (values.size) {
      case 1:
        return reader_.Number<std::uint8_t>(at);
      case 2:
        return reader_.Number<std::uint16_t>(at);
      case 4:
        return reader_.Number<std::uint32_t>(at);
      default:
        return reader_.Number<std::uint64_t>(at);
    }
  }

  bool Read(std::uint64_t at, Directory* directory, std::uint64_t* following) {
    const std::uint64_t count_size = is_big_ ? 8 : 2;
    const std::uint64_t entry_size = is_big_ ? 20 : 12;
    if (!Inside(at, count_size)) return false;
    const std::uint64_t count = is_big_ ? reader_.Number<std::uint64_t>(at) : reader_.Number<std::uint16_t>(at);
    if (count < 1 || count > kMostEntries || !claims_->Spend(count)) return false;
    const std::uint64_t end = at + count_size + count * entry_size;
    for (std::uint64_t entry = at + count_size; entry < end && Inside(entry, entry_size); entry += entry_size) {
      Take(reader_.Number<std::uint16_t>(entry), ValuesOf(entry), directory);
    }
    if (Inside(end, is_big_ ? 8 : 4)) *following = Word(end);
    return true;
  }

  Values ValuesOf(std::uint64_t entry) {
    constexpr std::array<std::uint8_t, 19> kSizes = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
    const auto type = reader_.Number<std::uint16_t>(entry + 2);
    Values values;
    values.size = type < kSizes.size() ? kSizes[type] : 0;
    values.count = Word(entry + 4);
    const std::uint64_t place = entry + (is_big_ ? 12 : 8);
    constexpr std::uint64_t kMostValues = std::uint64_t{1} << 32;
    if (values.size == 0 || values.count > kMostValues) return {};
    values.at = values.count * values.size <= (is_big_ ? 8U : 4U) ? place : Word(place);
    return Inside(values.at, values.count * values.size) ? values : Values();
  }

  void Take(std::uint16_t tag, const Values& values, Directory* directory) {
    if (values.count == 0) return;
    const auto set = [&](std::uint64_t* field) { *field = Value(values, 0); };
    switch (tag) {
      case kWidth:
        return set(&directory->width);
      case kHeight:
        return set(&directory->height);
      case kBits:
        set(&directory->bits);
        for (std::uint64_t i = 1; i < std::min<std::uint64_t>(values.count, 4); ++i) {
          directory->same_bits &= Value(values, i) == directory->bits;
        }
        return;
      case kCompression:
        return set(&directory->compression);
      case kPhotometric:
        return set(&directory->photometric);
      case kFillOrder:
        return set(&directory->fill_order);
      case kSamples:
        return set(&directory->samples);
      case kRowsPerStrip:
        return set(&directory->rows_per_strip);
      case kPlanes:
        return set(&directory->planes);
      case kTileWidth:
        return set(&directory->tile_width);
      case kTileHeight:
        return set(&directory->tile_height);
      case kExtraSamples:
        directory->has_extra_samples = Value(values, 0) != 0;
        return;
      case kSampleFormat:
        directory->is_float = Value(values, 0) == 3;
        return;
      case kStripOffsets:
      case kTileOffsets:
        directory->offsets = values;
        return;
      case kStripCounts:
      case kTileCounts:
        directory->counts = values;
        return;
      case kDirectories:
        directory->directories = values;
        return;
      default:
        return;
    }
  }

  // The directory lies in a block to come. Nearly all programs that put it at the end write the rows of one picture
  // before it, and nothing else.
  bool ClaimUpTo(std::uint64_t directory) {
    const std::uint64_t begin = is_big_ ? 16 : 8;
    constexpr std::uint64_t kMostLooked = std::uint64_t{1} << 22;
    if (directory <= begin || directory > Claims::kFarthest || !claims_->Spend(kGuessingEffort)) return false;
    const auto picture = GuessRows(reader_.Piece(begin, std::min(directory - begin, kMostLooked)), directory - begin);
    return picture && ClaimPicture(*picture, reader_.file(), begin, (directory - begin) / picture->stride, claims_);
  }

  struct Piece {
    std::uint64_t offset, size, row;
  };

  // Claims the pieces of a picture, those that touch as one.
  bool ClaimPixels(const Directory& directory) {
    constexpr std::uint64_t kMostPixels = std::uint64_t{1} << 23;
    constexpr std::uint64_t kMostBits = 64;
    constexpr std::uint64_t kMostSamples = 65535;
    const bool tiled = directory.tile_width != 0;
    const std::uint64_t width = tiled ? directory.tile_width : directory.width;
    const std::uint64_t rows = tiled ? directory.tile_height : std::min(directory.rows_per_strip, directory.height);
    const std::uint64_t channels = directory.planes == 2 ? 1 : directory.samples;
    if (directory.compression != 1 || !directory.same_bits || directory.bits < 1 || directory.bits > kMostBits ||
        directory.samples < 1 || directory.samples > kMostSamples || width < 1 || width > kMostPixels || rows < 1 ||
        directory.width < 1 || directory.height < 1 || directory.height > UINT32_MAX ||
        directory.offsets.count > kMostPieces || !claims_->Spend(directory.offsets.count)) {
      return false;
    }
    const std::uint64_t stride = (width * channels * directory.bits + 7) / 8;
    std::vector<Piece> pieces;
    const std::uint64_t strips = (directory.height + rows - 1) / rows;  // of a plane
    for (std::uint64_t i = 0; i < directory.offsets.count; ++i) {
      const std::uint64_t first_row = tiled ? 0 : i % strips * rows;
      const std::uint64_t rows_here = tiled ? rows : std::min(rows, directory.height - first_row);
      std::uint64_t size = rows_here > kToTheEnd / stride ? kToTheEnd : rows_here * stride;
      const std::uint64_t said = i < directory.counts.count ? Value(directory.counts, i) : 0;
      if (said != 0) size = std::min(size, said);
      const std::uint64_t offset = Value(directory.offsets, i);
      if (offset != 0 && offset < kToTheEnd) pieces.push_back({offset, size, first_row});
    }
    std::ranges::sort(pieces, {}, &Piece::offset);
    bool any = false;
    for (std::size_t i = 0; i < pieces.size();) {
      Piece run = pieces[i];
      for (++i; i < pieces.size() && pieces[i].offset == run.offset + run.size; ++i) run.size += pieces[i].size;
      any |= ClaimRun(directory, run, width, channels, stride);
    }
    return any;
  }

  bool ClaimRun(const Directory& directory, const Piece& run, std::uint64_t width, std::uint64_t channels,
                std::uint64_t stride) {
    constexpr std::uint64_t kReversed = 2;
    constexpr std::uint64_t kPaletteColours = 3;
    const std::uint64_t bits = directory.bits;
    const bool is_picture = (bits == 8 || bits == 16 || (bits < 8 && 8 % bits == 0 && channels == 1)) &&
                            channels <= PictureParameters::kMaxChannels && !directory.is_float;
    if (stride > PictureParameters::kMaxStride) return false;
    // The claim takes whole rows and is then cut.
    const std::uint64_t rows = (run.size + stride - 1) / stride;
    Claims found;
    if (is_picture && (directory.fill_order != kReversed || bits >= 8)) {
      const PictureParameters picture{.width = static_cast<std::uint32_t>(width),
                                      .stride = static_cast<std::uint32_t>(stride),
                                      .channels = static_cast<std::uint8_t>(channels),
                                      .bits = static_cast<std::uint8_t>(bits),
                                      .row = static_cast<std::uint8_t>(run.row % PictureParameters::kRowPeriod),
                                      .little_endian = bits == 16 && !big_endian_,
                                      .palette = directory.photometric == kPaletteColours,
                                      .alpha_last = (channels == 2 || channels == 4) && directory.has_extra_samples};
      if (!ClaimPicture(picture, reader_.file(), run.offset, rows, &found)) return false;
    } else if (bits == 8 || bits == 16 || bits == 32 || bits == 64) {
      const auto number = static_cast<std::uint8_t>(bits / 8);
      if (!ClaimRows(stride, channels * number, number, big_endian_ && number > 1, reader_.file(), run.offset, rows,
                     &found)) {
        return false;
      }
    } else {
      return false;
    }
    for (Claim& claim : found.Take()) {
      claims_->Add(claim.kind, 0, claim.begin, std::min(claim.size, run.size), std::move(claim.parameters));
    }
    return true;
  }

  static constexpr std::uint64_t kToTheEnd = Claims::kFarthest;

  HeaderReader reader_;
  bool big_endian_;
  bool is_big_;
  Claims* claims_;
};

}  // namespace

bool ParseTiff(ByteView block, std::size_t file, Claims* claims) {
  HeaderReader reader(block, file);
  const bool big_endian = reader.Holds(0, "MM");
  if (!big_endian && !reader.Holds(0, "II")) return false;
  HeaderReader numbers(block, file, big_endian);
  const auto version = numbers.Number<std::uint16_t>(2);
  constexpr std::uint16_t kClassic = 42;
  constexpr std::uint16_t kBig = 43;
  if (version != kClassic && version != kBig) return false;
  if (version == kBig && (numbers.Number<std::uint16_t>(4) != 8 || numbers.Number<std::uint16_t>(6) != 0)) return false;
  return Tiff(block, file, big_endian, version == kBig, claims).Parse();
}

}  // namespace llmzip
