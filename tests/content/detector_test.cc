// What the detector finds, and that whatever it is given, its segments cover each block in order.
#include "content/detector.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "base/little_endian.h"
#include "base/split_mix.h"
#include "content/code_parameters.h"
#include "content/picture_parameters.h"
#include "content/sound_parameters.h"
#include "support/content_samples.h"

namespace llmzip {
namespace {

using testing::Arm64Code;
using testing::ElfFile;
using testing::PeFile;
using testing::Pixels;
using testing::PpmFile;
using testing::Prose;
using testing::Sound;
using testing::WaveFile;
using testing::X86Code;

constexpr std::uint16_t kX86_64 = 62;
constexpr std::uint16_t kAArch64 = 183;

Bytes Joined(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const Bytes& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

// Random bytes, which are of no kind.
Bytes Noise(std::size_t size) {
  SplitMix64 random(21);
  Bytes bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

void ExpectCovers(const std::vector<Segment>& segments, std::uint64_t size) {
  std::uint64_t at = 0;
  for (const Segment& segment : segments) {
    ASSERT_EQ(segment.offset, at);
    ASSERT_GE(segment.size, 1U);
    ASSERT_TRUE(CheckKindParameters(static_cast<std::uint8_t>(segment.kind), segment.parameters).ok());
    if (segment.continues) {
      ASSERT_EQ(at, 0U);
    }
    at += segment.size;
  }
  ASSERT_EQ(at, size);
}

std::vector<Segment> DetectOne(ByteView block) {
  Detector detector;
  auto segments = detector.Detect(block);
  ExpectCovers(segments, block.size());
  return segments;
}

std::vector<Kind> KindsOf(const std::vector<Segment>& segments) {
  std::vector<Kind> kinds;
  for (const Segment& segment : segments) kinds.push_back(segment.kind);
  return kinds;
}

using Kinds = std::vector<Kind>;

TEST(Detector, AnEmptyBlockHasNoSegments) { EXPECT_TRUE(DetectOne({}).empty()); }

TEST(Detector, WindowsTellTextCodeAndData) {
  EXPECT_EQ(KindsOf(DetectOne(Prose(50000))), Kinds{Kind::kText});
  EXPECT_EQ(KindsOf(DetectOne(Noise(50000))), Kinds{Kind::kData});
  Bytes source;
  for (unsigned i = 0; i < 3000; ++i) {
    for (const char c : std::string_view("if (x[i] == {0}) { y->z(); }\n"))
      source.push_back(static_cast<std::uint8_t>(c));
  }
  EXPECT_EQ(KindsOf(DetectOne(source)), Kinds{Kind::kCode});
}

TEST(Detector, TextIsTextInOtherAlphabets) {
  Bytes utf8;
  SplitMix64 random(5);
  for (unsigned i = 0; i < 20000; ++i) {
    utf8.push_back(0xD0);
    utf8.push_back(static_cast<std::uint8_t>(0xB0 + random() % 16));
    if (i % 6 == 0) utf8.push_back(' ');
  }
  EXPECT_EQ(KindsOf(DetectOne(utf8)), Kinds{Kind::kText});
}

TEST(Detector, FindsX86CodeThatNoHeaderAnnounces) {
  const auto segments = DetectOne(Joined({Noise(20480), X86Code(60000), Prose(20480)}));
  EXPECT_EQ(KindsOf(segments), (Kinds{Kind::kData, Kind::kX86, Kind::kText}));
  EXPECT_NEAR(static_cast<double>(segments[1].size), 60000, 2 * 4096);
}

TEST(Detector, HeadersTellWhereCodeIs) {
  const Bytes code = X86Code(10000);
  const Bytes elf = ElfFile(code, kX86_64);
  const auto segments = DetectOne(Joined({Prose(9000), elf, Prose(30000)}));
  ASSERT_EQ(KindsOf(segments), (Kinds{Kind::kText, Kind::kX86, Kind::kText}));
  EXPECT_EQ(segments[1].offset, 9000U + 0x180);
  EXPECT_EQ(segments[1].size, 10000U);
  EXPECT_EQ(segments[1].parameters, CodeParameters{0x1000}.Serialised());

  EXPECT_EQ(KindsOf(DetectOne(Joined({ElfFile(Arm64Code(9000), kAArch64)}))),
            (Kinds{Kind::kData, Kind::kArm64, Kind::kData}));
  EXPECT_EQ(KindsOf(DetectOne(PeFile(code))), (Kinds{Kind::kData, Kind::kX86}));
}

TEST(Detector, ProgramHeadersDoWhereSectionHeadersAreInALaterBlock) {
  const Bytes elf = ElfFile(X86Code(30000), kX86_64);
  Detector detector;
  const ByteView all(elf);
  const auto first = detector.Detect(all.first(12000));
  const auto second = detector.Detect(all.subspan(12000));
  ExpectCovers(first, 12000);
  ExpectCovers(second, elf.size() - 12000);
  EXPECT_EQ(KindsOf(first), (Kinds{Kind::kData, Kind::kX86}));
  ASSERT_EQ(second[0].kind, Kind::kX86);
  EXPECT_TRUE(second[0].continues);
  EXPECT_EQ(second[0].parameters, CodeParameters{0x1000 + 12000 - 0x180}.Serialised());
  EXPECT_EQ(second[0].size, 30000U - (12000 - 0x180));
}

TEST(Detector, APictureGoesOnOverThreeBlocksWithItsPlaceInRows) {
  const Bytes file = PpmFile(Pixels(90000, 100), 100);
  const std::size_t header = file.size() - 90000;
  const ByteView all(file);
  Detector detector;
  const std::size_t cut = 30001;
  const auto first = detector.Detect(all.first(cut));
  const auto second = detector.Detect(all.subspan(cut, cut));
  const auto third = detector.Detect(all.subspan(2 * cut));
  ExpectCovers(first, cut);
  ExpectCovers(second, cut);
  ExpectCovers(third, file.size() - 2 * cut);
  ASSERT_EQ(KindsOf(first), (Kinds{Kind::kData, Kind::kPicture}));
  ASSERT_EQ(KindsOf(second), (Kinds{Kind::kPicture}));
  ASSERT_EQ(KindsOf(third), (Kinds{Kind::kPicture}));
  const auto picture = [](const Segment& segment) { return *PictureParameters::Parse(segment.parameters); };
  EXPECT_EQ(picture(first[1]), (PictureParameters{.width = 100, .stride = 300, .channels = 3}));
  EXPECT_EQ(picture(second[0]).phase, (cut - header) % 300);
  EXPECT_EQ(picture(second[0]).row, (cut - header) / 300 % 8);
  EXPECT_EQ(picture(third[0]).phase, (2 * cut - header) % 300);
  EXPECT_EQ(picture(third[0]).row, (2 * cut - header) / 300 % 8);
  EXPECT_FALSE(first[1].continues);
  EXPECT_TRUE(second[0].continues);
  EXPECT_TRUE(third[0].continues);
}

TEST(Detector, CodeWithoutAHeaderGoesOn) {
  const Bytes code = X86Code(65536);
  const ByteView all(code);
  Detector detector;
  const auto first = detector.Detect(all.first(32768));
  const auto second = detector.Detect(all.subspan(32768));
  ASSERT_EQ(KindsOf(first), Kinds{Kind::kX86});
  ASSERT_EQ(KindsOf(second), Kinds{Kind::kX86});
  EXPECT_EQ(first[0].parameters, CodeParameters{0}.Serialised());
  EXPECT_TRUE(second[0].continues);
  EXPECT_EQ(second[0].parameters, CodeParameters{32768}.Serialised());
}

TEST(Detector, SamplesAreSound) {
  const auto segments = DetectOne(WaveFile(Sound(20000)));
  ASSERT_EQ(KindsOf(segments), (Kinds{Kind::kData, Kind::kSound}));
  EXPECT_EQ(*SoundParameters::Parse(segments[1].parameters), (SoundParameters{.channels = 1, .rate = 16000}));
}

TEST(Detector, ALaterFileEndsWhatAnEarlierHeaderClaims) {
  Bytes liar = WaveFile(Sound(10000));
  StoreLittleEndian(std::uint32_t{10'000'000}, &liar[40]);
  const auto segments = DetectOne(Joined({liar, ElfFile(X86Code(9000), kX86_64)}));
  EXPECT_EQ(KindsOf(segments), (Kinds{Kind::kData, Kind::kSound, Kind::kData, Kind::kX86, Kind::kData}));
}

TEST(Detector, WhatReadsLikeTextIsNoPicture) {
  const Bytes liar = PpmFile(Prose(30000), 100);
  EXPECT_EQ(KindsOf(DetectOne(liar)), Kinds{Kind::kText});
}

TEST(Detector, ClaimsTooSmallToPayAreLeft) {
  EXPECT_EQ(KindsOf(DetectOne(Joined({Noise(9000), WaveFile(Sound(Detector::kSmallestMedia - 2)), Noise(9000)}))),
            Kinds{Kind::kData});
}

// Every 16, 32 or 64 bits of a header set to numbers that overflow something.
TEST(Detector, HostileHeadersChangeNothingAboutCovering) {
  const std::array<Bytes, 6> files = {ElfFile(X86Code(6000), kX86_64), ElfFile(Arm64Code(6000), kAArch64),
                                      PeFile(X86Code(6000)),           WaveFile(Sound(6000)),
                                      PpmFile(Pixels(6000, 20), 20),   Bytes(200, 'M')};
  constexpr std::uint64_t kNumbers[] = {0,
                                        1,
                                        0x7F,
                                        0xFFFF,
                                        0x10000,
                                        0x7FFFFFFF,
                                        0x80000000,
                                        0xFFFFFFFF,
                                        0xFFFFFFF0,
                                        std::uint64_t{1} << 48,
                                        ~std::uint64_t{0},
                                        ~std::uint64_t{0} - 4095};
  for (const Bytes& file : files) {
    const auto damage = [&](std::size_t place) {
      for (const std::uint64_t number : kNumbers) {
        for (const unsigned width : {1U, 2U, 4U, 8U}) {
          Bytes damaged = file;
          for (unsigned i = 0; i < width && place + i < damaged.size(); ++i) {
            damaged[place + i] = static_cast<std::uint8_t>(number >> (8 * i));
          }
          Detector detector;
          const ByteView all(damaged);
          const std::size_t cut = all.size() / 2;
          ExpectCovers(detector.Detect(all.first(cut)), cut);
          ExpectCovers(detector.Detect(all.subspan(cut)), all.size() - cut);
          ExpectCovers(DetectOne(all), all.size());
        }
      }
    };
    for (std::size_t place = 0; place < std::min<std::size_t>(file.size(), 0x1C0); place += 2) damage(place);
    for (std::size_t back = 128; back > 0 && back < file.size(); back -= 2) damage(file.size() - back);
  }
}

TEST(Detector, SectionsThatOverlapAreCut) {
  Bytes elf = ElfFile(X86Code(9000), kX86_64);
  // A symbol table over the same bytes, for the section that is none so far.
  const std::size_t table = elf.size() - 128;
  StoreLittleEndian(std::uint32_t{2}, &elf[table + 4]);
  StoreLittleEndian(std::uint64_t{0x1000}, &elf[table + 24]);
  StoreLittleEndian(std::uint64_t{1} << 40, &elf[table + 32]);
  StoreLittleEndian(std::uint64_t{24}, &elf[table + 56]);
  const auto segments = DetectOne(elf);
  EXPECT_EQ(KindsOf(segments), (Kinds{Kind::kData, Kind::kX86, Kind::kRecords}));
}

TEST(Detector, ManyHeadersTakeNoLongTime) {
  const Bytes header = WaveFile({});
  Bytes many;
  while (many.size() < (1 << 20)) many.insert(many.end(), header.begin(), header.end());
  DetectOne(many);
  many.clear();
  while (many.size() < (1 << 20)) {
    for (const char c : std::string_view("P5 900 900 9 ")) many.push_back(static_cast<std::uint8_t>(c));
  }
  DetectOne(many);
}

TEST(Detector, TheSameBlocksGiveTheSameSegments) {
  const Bytes content =
      Joined({Prose(10000), ElfFile(X86Code(20000), kX86_64), PpmFile(Pixels(30000, 50), 50), Noise(9999)});
  const ByteView all(content);
  Detector one;
  Detector other;
  for (std::size_t at = 0; at < all.size(); at += 7777) {
    const ByteView block = all.subspan(at, std::min<std::size_t>(7777, all.size() - at));
    const auto segments = one.Detect(block);
    ExpectCovers(segments, block.size());
    EXPECT_EQ(segments, other.Detect(block));
  }
}

TEST(Detector, JoinedMakesKindsThatAreCodedAlikeOne) {
  const auto segments = DetectOne(Joined({Prose(20480), Noise(20480), X86Code(40960), Noise(8192), Prose(20480)}));
  ASSERT_EQ(segments.size(), 5U);
  const std::array text = {Kind::kText};
  const auto joined = Joined(segments, text);
  ExpectCovers(joined, segments.back().offset + segments.back().size);
  EXPECT_EQ(KindsOf(joined), (Kinds{Kind::kData, Kind::kX86, Kind::kData}));
  const std::array all = {Kind::kText, Kind::kX86};
  EXPECT_EQ(KindsOf(Joined(segments, all)), Kinds{Kind::kData});
  EXPECT_TRUE(Joined(segments, all)[0].parameters.empty());
}

}  // namespace
}  // namespace llmzip
