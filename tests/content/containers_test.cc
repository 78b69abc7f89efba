// Pictures and sounds in every container, made by code: the detector finds each exactly, wherever it stands and however
// it is cut into blocks; and headers that lie get what is there, or nothing.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/little_endian.h"
#include "base/split_mix.h"
#include "content/detector.h"
#include "support/content_samples.h"
#include "support/media_files.h"

namespace llmzip::testing {
namespace {

Bytes NoiseOf(std::size_t size) {
  SplitMix64 random(7);
  Bytes bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

Bytes Together(std::initializer_list<ByteView> parts) {
  Bytes all;
  for (const ByteView part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

// Only pictures and sounds; that segments cover the bytes is checked by the way.
std::vector<Segment> MediaIn(ByteView bytes) {
  Detector detector;
  std::vector<Segment> segments = detector.Detect(bytes);
  std::uint64_t at = 0;
  for (const Segment& segment : segments) {
    EXPECT_EQ(segment.offset, at);
    EXPECT_TRUE(CheckKindParameters(static_cast<std::uint8_t>(segment.kind), segment.parameters).ok());
    at += segment.size;
  }
  EXPECT_EQ(at, bytes.size());
  std::erase_if(segments, [](const Segment& segment) { return !IsMedia(segment.kind); });
  return segments;
}

void ExpectFound(const MediaFile& file, ByteView bytes, std::uint64_t place, std::uint64_t size) {
  const auto found = MediaIn(bytes);
  ASSERT_EQ(found.size(), 1U) << file.name;
  EXPECT_EQ(found[0], (Segment{file.kind, place + file.offset, size, false, file.parameters}))
      << file.name << ": " << FindKind(static_cast<std::uint8_t>(file.kind))->describe(found[0].parameters, size);
}

TEST(Containers, EachIsFoundExactly) {
  for (const MediaFile& file : MediaFiles()) ExpectFound(file, file.bytes, 0, file.size);
}

TEST(Containers, EachIsFoundAmongOtherBytes) {
  const Bytes before = NoiseOf(12345);
  const Bytes text = Prose(20000);
  for (const MediaFile& file : MediaFiles()) {
    ExpectFound(file, Together({before, file.bytes, text}), before.size(), file.size);
  }
}

TEST(Containers, WhatIsCutShortIsWhatIsThere) {
  for (const MediaFile& file : MediaFiles()) {
    if (file.name.starts_with("tiff")) continue;  // its directory is cut off
    const std::uint64_t left = file.size * 2 / 3 + 1;
    if (left < Detector::kSmallestMedia) continue;
    ExpectFound(file, ByteView(file.bytes).first(file.offset + left), 0, left);
  }
}

TEST(Containers, EachGoesOnInTheNextBlock) {
  for (const MediaFile& file : MediaFiles()) {
    if (file.name.starts_with("tiff")) continue;
    const std::uint64_t cut = file.offset + file.size / 2 + 1;
    if (file.size / 2 < Detector::kSmallestMedia) continue;
    Detector detector;
    const auto first = detector.Detect(ByteView(file.bytes).first(cut));
    const auto second = detector.Detect(ByteView(file.bytes).subspan(cut));
    ASSERT_EQ(first.back().kind, file.kind) << file.name;
    ASSERT_EQ(second.size(), 1U) << file.name;
    EXPECT_TRUE(second[0].continues);
    EXPECT_EQ(second[0].parameters,
              FindKind(static_cast<std::uint8_t>(file.kind))->advance(file.parameters, file.size / 2 + 1))
        << file.name;
  }
}

TEST(Containers, FilesInARowAreFoundEachByItself) {
  Bytes all;
  std::size_t count = 0;
  for (const MediaFile& file : MediaFiles()) {
    all.insert(all.end(), file.bytes.begin(), file.bytes.end());
    ++count;
  }
  EXPECT_EQ(MediaIn(all).size(), count);
}

// The list of bad input, each alone: nothing is found, or what is there.
TEST(Containers, LiesAreDeclined) {
  const auto colour = PictureParameters{.width = 50, .stride = 150, .channels = 3};
  EXPECT_TRUE(MediaIn(Together({ByteView(Bytes{'P', '6', '\n', '6', '5', '5', '3', '5', ' ', '6', '5', '5', '3', '5',
                                               '\n', '2', '5', '5', '\n'}),
                                ByteView(NoiseOf(100))}))
                  .empty())
      << "65535 × 65535 in 100 bytes";
  const auto set = [](MediaFile file, std::size_t place, std::uint32_t value, unsigned size = 4) {
    for (unsigned i = 0; i < size; ++i) file.bytes[place + i] = static_cast<std::uint8_t>(value >> (8 * i));
    return MediaIn(file.bytes);
  };
  const MediaFile bmp = BmpFile(61, 41, 24, false);
  EXPECT_TRUE(set(bmp, 18, 0).empty()) << "no width";
  EXPECT_TRUE(set(bmp, 18, 0x80000000U).empty()) << "a width of -2^31";
  EXPECT_TRUE(set(bmp, 22, 0).empty()) << "no rows";
  EXPECT_TRUE(set(bmp, 22, 0x80000000U).empty()) << "INT_MIN rows";
  EXPECT_EQ(set(bmp, 22, 0U - 41U).size(), 1U) << "from the top down";
  EXPECT_EQ(set(bmp, 22, 0x7FFFFFFFU).size(), 1U) << "the rows that are there";
  EXPECT_TRUE(set(bmp, 28, 7, 2).empty()) << "7 bits";
  const auto palette_beyond = set(BmpFile(61, 41, 8, false), 10, 0xFFFFFFF0U);
  ASSERT_EQ(palette_beyond.size(), 1U) << "pixels past the end: they follow the palette";
  EXPECT_EQ(palette_beyond[0].offset, BmpFile(61, 41, 8, false).offset);

  const SoundParameters stereo{.channels = 2, .rate = 44100};
  const MediaFile wave = WaveFileOf(stereo, 1000);
  for (const std::uint32_t size : {0U, 0xFFFFFFFFU, 0x7FFFF000U}) {
    const auto found = set(wave, 40, size);
    ASSERT_EQ(found.size(), 1U) << size;
    EXPECT_EQ(found[0].size, wave.size) << size;
  }
  for (const std::uint32_t align : {0U, 1U, 3U, 65535U}) {
    const auto found = set(wave, 32, align, 2);
    ASSERT_EQ(found.size(), 1U) << align;
    EXPECT_EQ(found[0].parameters, stereo.Serialised()) << align;
  }
  EXPECT_TRUE(set(wave, 22, 0, 2).empty()) << "no channels";
  EXPECT_TRUE(set(wave, 22, 65535, 2).empty()) << "too many channels";
  EXPECT_TRUE(set(wave, 34, 0, 2).empty()) << "samples of no bits";
  EXPECT_TRUE(set(wave, 20, 0x55, 2).empty()) << "coded samples";

  const MediaFile tiff = TiffFile(colour, 40, {});
  const std::size_t directory = LoadLittleEndian<std::uint32_t>(&tiff.bytes[4]);
  EXPECT_TRUE(set(tiff, 4, 0xFFFFFFF0U).empty()) << "a directory past the end";
  EXPECT_TRUE(set(tiff, directory + 2 + 8, 0).empty()) << "no width";
  EXPECT_TRUE(set(tiff, directory + 2 + 3 * 12 + 8, 5).empty()) << "coded pixels";
  EXPECT_TRUE(set(tiff, directory + 2 + 5 * 12 + 4, 0xFFFFFFFFU).empty()) << "2^32 - 1 strips";
}

TEST(Containers, ChunksBehindSamplesOfUnknownSizeAreNone) {
  MediaFile wave = WaveFileOf({.channels = 2, .rate = 44100}, 1000);
  StoreLittleEndian(std::uint32_t{0xFFFFFFFF}, &wave.bytes[40]);
  for (const char c : std::string_view("LIST\x0C\0\0\0INFOISFT\0\0\0\0", 20)) {
    wave.bytes.push_back(static_cast<std::uint8_t>(c));
  }
  ExpectFound(wave, wave.bytes, 0, wave.size);
}

TEST(Containers, ASizeBeyondTheBytesIsNotBelievedOverNoise) {
  MediaFile wave = WaveFileOf({.channels = 2, .rate = 44100}, 1000);
  StoreLittleEndian(std::uint32_t{0xFFFFFF00}, &wave.bytes[40]);
  EXPECT_TRUE(MediaIn(Together({ByteView(wave.bytes).first(44), NoiseOf(30000)})).empty());
}

TEST(Containers, ATarMemberEndsWhatAnEarlierOneClaims) {
  const MediaFile liar = NetpbmFile({.width = 50, .stride = 150, .channels = 3}, 40);
  Bytes file = liar.bytes;
  const std::string_view more_rows = "P6\n50 9999\n255\n";
  file.erase(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(liar.offset));
  file.insert(file.begin(), more_rows.begin(), more_rows.end());
  file.resize((file.size() + 511) / 512 * 512);
  Bytes member(512);
  std::ranges::copy(std::string_view("next.bin"), member.begin());
  std::ranges::copy(std::string_view("ustar"), member.begin() + 257);
  std::uint32_t sum = 8 * ' ';
  for (const std::uint8_t byte : member) sum += byte;
  for (unsigned i = 0; i < 6; ++i) member[148 + i] = static_cast<std::uint8_t>('0' + (sum >> (3 * (5 - i))) % 8);
  const Bytes all = Together({file, member, NoiseOf(50000)});
  const auto found = MediaIn(all);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].offset + found[0].size, file.size());
}

// Scans are larger than a block, and their directory lies at their end.
TEST(Containers, APictureWhoseDirectoryIsInALaterBlockIsGuessed) {
  for (const PictureParameters& picture :
       {PictureParameters{.width = 400, .stride = 1200, .channels = 3},
        PictureParameters{.width = 1100, .stride = 1100}, PictureParameters{.width = 300, .stride = 600, .bits = 16}}) {
    for (const bool big_endian : {false, true}) {
      const MediaFile file = TiffFile(picture, 500, {.big_endian = big_endian});
      const std::size_t cut = 150001;
      Detector detector;
      const auto first = detector.Detect(ByteView(file.bytes).first(cut));
      const auto second = detector.Detect(ByteView(file.bytes).subspan(cut));
      ASSERT_EQ(first.size(), 2U) << file.name;
      EXPECT_EQ(first[1].kind, Kind::kPicture);
      EXPECT_EQ(first[1].offset, file.offset);
      EXPECT_EQ(first[1].parameters, file.parameters)
          << file.name << " " << PictureParameters::Parse(first[1].parameters)->Describe(0);
      ASSERT_GE(second.size(), 1U);
      EXPECT_EQ(second[0].kind, Kind::kPicture);
      EXPECT_EQ(second[0].size, file.size - (cut - file.offset));
    }
  }
  Bytes noise = NoiseOf(100000);
  std::ranges::copy(std::string_view("II*\0\0\0\0\1", 8), noise.begin());
  EXPECT_TRUE(MediaIn(noise).empty());
}

// A width, a size, a count set to what overflows: segments cover the bytes all the same (MediaIn).
TEST(Containers, HostileFieldsChangeNothingAboutCovering) {
  constexpr std::uint32_t kNumbers[] = {0, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
  for (const MediaFile& file : MediaFiles()) {
    const std::uint64_t kept = file.offset + std::min<std::uint64_t>(file.size, 600);
    Bytes small(file.bytes.begin(), file.bytes.begin() + static_cast<std::ptrdiff_t>(kept));
    const std::size_t from_end = file.bytes.size() - (file.offset + file.size);
    small.insert(small.end(), file.bytes.end() - static_cast<std::ptrdiff_t>(from_end), file.bytes.end());
    const auto damage = [&](std::size_t place) {
      for (const std::uint32_t number : kNumbers) {
        Bytes damaged = small;
        for (unsigned i = 0; i < 4 && place + i < damaged.size(); ++i) {
          damaged[place + i] = static_cast<std::uint8_t>(number >> (8 * i));
        }
        MediaIn(damaged);
      }
    };
    for (std::size_t place = 0; place < std::min<std::size_t>(file.offset, 128); place += 2) damage(place);
    for (std::size_t back = from_end; back > 4; back -= 2) damage(small.size() - back);
  }
}

TEST(Containers, SoundWithoutAHeaderIsFoundWhereItIsCertain) {
  for (const std::uint32_t channels : {1U, 2U}) {
    for (const bool big_endian : {false, true}) {
      const SoundParameters sound{.channels = channels, .big_endian = big_endian};
      const Bytes samples = SamplesOf(sound, 60000);
      const auto found = MediaIn(Together({Prose(20481), samples, NoiseOf(40000)}));
      ASSERT_EQ(found.size(), 1U) << channels << big_endian;
      const auto parameters = *SoundParameters::Parse(found[0].parameters);
      EXPECT_EQ(parameters.big_endian, big_endian);
      EXPECT_EQ(parameters.channels, channels);
      EXPECT_EQ((found[0].offset + 2 * parameters.FrameBytes() - parameters.phase - 20481) % 2, 0U)
          << "not within samples";
      EXPECT_GT(found[0].size + 20000, samples.size());
    }
  }
  EXPECT_TRUE(MediaIn(X86Code(200000)).empty());
  EXPECT_TRUE(MediaIn(NoiseOf(200000)).empty());
  Bytes tables;
  for (std::uint32_t i = 0; i < 40000; ++i) {
    for (const std::uint32_t number : {i * 3, i * 7 + 100}) {
      tables.push_back(static_cast<std::uint8_t>(number));
      tables.push_back(static_cast<std::uint8_t>(number >> 8));
    }
  }
  EXPECT_TRUE(MediaIn(tables).empty()) << "numbers that grow are no sound";
}

TEST(Containers, AFaxWithoutAHeaderIsAPicture) {
  // Letters of a page: rectangles on white, 200 bytes a row.
  Bytes page(200 * 800);
  SplitMix64 random(3);
  for (unsigned letter = 0; letter < 700; ++letter) {
    const std::size_t top = random() % 780;
    const std::size_t left = random() % 1570;
    const std::size_t width = 3 + random() % 20;
    for (std::size_t y = top; y < top + 15; ++y) {
      for (std::size_t x = left; x < left + width; ++x)
        page[y * 200 + x / 8] |= static_cast<std::uint8_t>(0x80 >> x % 8);
    }
  }
  const auto found = MediaIn(page);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].size, page.size());
  EXPECT_EQ(*PictureParameters::Parse(found[0].parameters),
            (PictureParameters{.width = 1600, .stride = 200, .bits = 1}));
}

}  // namespace
}  // namespace llmzip::testing
