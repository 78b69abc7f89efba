// Pictures and sounds of every depth, number of channels, byte order and orientation, whole and cut anywhere, come back
// exactly at a fast level and at the default, alone and over several blocks; and none becomes larger than a stored
// file.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/archives.h"
#include "llmzip/list.h"
#include "support/media_files.h"
#include "support/sanitized.h"

namespace llmzip::testing {
namespace {

// Odd sizes: whole, one byte short, cut within a pixel or frame, within the header, with bytes behind the end.
std::vector<MediaFile> OddFiles() {
  std::vector<MediaFile> whole = MediaFiles();
  for (const std::uint32_t width : {1U, 2U, 3U, 7U, 8U, 9U, 31U, 100U, 2000U}) {
    const std::uint32_t rows = 4000 / width + 1;
    whole.push_back(NetpbmFile({.width = width, .stride = width * 3, .channels = 3}, rows));
    whole.push_back(NetpbmFile({.width = width, .stride = (width + 7) / 8, .bits = 1}, rows));
    for (const std::uint32_t bits : {1U, 4U, 8U, 24U, 32U}) {
      whole.push_back(BmpFile(width, rows, bits, width % 2 == 0));
    }
    whole.push_back(TargaFile(width, rows, 24));
    whole.push_back(TiffFile({.width = width, .stride = width * 2, .bits = 16}, rows, {.big_endian = width % 2 == 0}));
  }
  for (std::uint32_t channels = 1; channels <= 8; ++channels) {
    for (const std::uint8_t bytes : {1, 2, 3, 4}) {
      whole.push_back(WaveFileOf({.channels = channels, .bytes = bytes, .is_unsigned = bytes == 1}, 999));
    }
  }
  whole.push_back(WaveFileOf({.channels = 64, .bytes = 2}, 40));
  std::vector<MediaFile> files;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    MediaFile cut = whole[i];
    const std::size_t end = cut.bytes.size();
    const std::size_t sizes[] = {end - 1, static_cast<std::size_t>(cut.offset + cut.size / 2 + 1),
                                 static_cast<std::size_t>(cut.offset / 2 + 1), end + 333};
    cut.bytes.resize(sizes[i % 4], 0x5A);
    cut.name += " cut";
    files.push_back(std::move(whole[i]));
    files.push_back(std::move(cut));
  }
  return files;
}

void ExpectComesBack(const MediaFile& file, const CompressOptions& options) {
  const Bytes archive = Archive(file.bytes, options);
  const auto restored = Restored(archive);
  ASSERT_TRUE(restored.ok()) << file.name << ": " << restored.status().message();
  ASSERT_EQ(*restored, file.bytes) << file.name;
  EXPECT_LE(archive.size(), file.bytes.size() + 64) << file.name;
}

TEST(MediaRoundTrip, OddFilesComeBackAtAFastLevel) {
  const std::vector<MediaFile> files = OddFiles();
  EXPECT_GE(files.size(), 200U);
  for (std::size_t i = 0; i < files.size(); i += kSanitized ? 9 : 1) {
    const MediaFile& file = files[i];
    CompressOptions options;
    options.level = 1;
    options.verify = false;
    ExpectComesBack(file, options);
  }
}

TEST(MediaRoundTrip, OddFilesTogetherComeBackFromManyBlocks) {
  MediaFile all;
  all.name = "all";
  for (const MediaFile& file : OddFiles()) all.bytes.insert(all.bytes.end(), file.bytes.begin(), file.bytes.end());
  all.bytes.resize(std::min<std::size_t>(all.bytes.size(), 700000));
  for (const int level : {1, 3}) {
    CompressOptions options;
    options.level = level;
    options.block_size = 50001;
    options.verify = false;
    ExpectComesBack(all, options);
  }
}

// What people look for in `list -v`.
TEST(MediaRoundTrip, ListingsSayWhatAPictureAndASoundAre) {
  const auto described = [](const MediaFile& file, const char* kind, const std::string& text) {
    CompressOptions options;
    options.level = 1;
    const Bytes archive = Archive(file.bytes, options);
    MemoryRandomAccessSource source(archive);
    const auto frames = List(source);
    ASSERT_TRUE(frames.ok());
    bool found = false;
    for (const SegmentSummary& segment : (*frames)[0].blocks[0].segments) {
      if (segment.kind != kind) continue;
      found = true;
      EXPECT_EQ(segment.description, text);
    }
    EXPECT_TRUE(found) << file.name;
  };
  described(NetpbmFile({.width = 200, .stride = 600, .channels = 3}, 150), "picture", "200×150, 24 bits");
  described(WaveFileOf({.channels = 2, .rate = 44100}, 20000), "sound", "2 × 16 bits, 44100 Hz");
}

}  // namespace
}  // namespace llmzip::testing
