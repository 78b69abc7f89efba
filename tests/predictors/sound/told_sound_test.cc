// Streams of sound are frozen: told_sound.txt is what every machine writes, and what the reference decoder
// (tests/format/told_sound_test.py) reads.
//
// To accept other bytes on purpose: LLMZIP_WRITE_DIGESTS=1 build/release/tests/predictors/sound/sound_test
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>

#include "base/hexadecimal.h"
#include "llmzip/kernel.h"
#include "sound_made.h"
#include "support/catalogue.h"

namespace llmzip::testing {
namespace {

constexpr char kFrozen[] = LLMZIP_TEST_SOURCE_DIR "/format/told_sound.txt";

// Stereo with gaps between its values, an odd byte, mono of one byte, six channels of three, big-endian.
Bytes FrozenSound() {
  Bytes bytes;
  const auto left = MadeSound(330, 1);
  for (std::size_t i = 0; i < left.size(); ++i) {
    for (const std::int64_t number : {left[i] / 7 * 5, left[i] / 14 * 5 + 5}) {
      bytes.push_back(static_cast<std::uint8_t>(number));
      bytes.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) >> 8));
    }
  }
  for (const std::int64_t number : MadeSound(181, 2)) bytes.push_back(static_cast<std::uint8_t>(number / 256 + 128));
  for (const std::int64_t number : MadeSound(240, 3)) {
    bytes.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) >> 8));
    bytes.push_back(static_cast<std::uint8_t>(number));
    bytes.push_back(0);
  }
  return bytes;
}

TEST(ToldSound, IsCodedAsFrozenOnEveryKernel) {
  const Bytes raw = FrozenSound();
  const Bytes stereo = SoundParameters{.channels = 2, .phase = 0, .bytes = 2}.Serialised();
  const Bytes mono = SoundParameters{.channels = 1, .bytes = 1, .is_unsigned = true}.Serialised();
  const Bytes six = SoundParameters{.channels = 6, .phase = 0, .bytes = 3, .big_endian = true}.Serialised();
  const std::vector<SegmentView> segments = {
      {kSoundKind, 1321, stereo}, {kSoundKind, 180, mono}, {kSoundKind, 720, six}};
  if (std::getenv("LLMZIP_WRITE_DIGESTS") != nullptr) {
    std::ofstream file(kFrozen);
    file << "# spec, lanes, coded bytes of the sound that told_sound_test.py and "
            "tests/predictors/sound/told_sound_test.cc "
            "describe. Part of the format.\n";
    constexpr std::pair<const char*, unsigned> kStreams[] = {
        {"sound:fast", 1}, {"sound:fast", 3}, {"sound", 1}, {"sound:max", 3}};
    for (const auto& [spec, lanes] : kStreams) {
      file << spec << ' ' << lanes << ' ' << ToHexadecimal(*CodecOf(spec, lanes)->CompressSegments(raw, segments, {}))
           << '\n';
    }
  }
  std::ifstream file(kFrozen);
  std::size_t lines = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream words(line);
    std::string spec;
    unsigned lanes = 0;
    std::string coded;
    words >> spec >> lanes >> coded;
    const auto codec = CodecOf(spec, lanes);
    for (const Kernel kernel : AvailableKernels()) {
      Context context;
      context.kernel = kernel;
      const auto made = codec->CompressSegments(raw, segments, context);
      ASSERT_TRUE(made.ok());
      EXPECT_EQ(ToHexadecimal(*made), coded) << spec << " " << lanes << " with " << KernelName(kernel);
      EXPECT_EQ(*codec->DecompressSegments(*made, raw.size(), segments, context), raw);
    }
    ++lines;
  }
  EXPECT_EQ(lines, 4U);
}

}  // namespace
}  // namespace llmzip::testing
