// The codecs that stand for a library: files of the library's own format, and hostile ones refused before the
// library allocates what they claim.
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <string_view>

#include "base/little_endian.h"
#include "support/catalogue.h"
#include "support/samples.h"

namespace llmzip::testing {
namespace {

Bytes Coded(const std::string& spec, ByteView raw) { return *CodecOf(spec, 1)->Compress(raw, {}); }

bool BeginsWith(const Bytes& bytes, std::string_view magic) {
  return bytes.size() >= magic.size() &&
         std::equal(magic.begin(), magic.end(), bytes.begin(),
                    [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

void ExpectCorrupt(const std::string& spec, const Bytes& coded, std::size_t raw_size) {
  const auto raw = CodecOf(spec, 1)->Decompress(coded, raw_size, {});
  ASSERT_FALSE(raw.ok()) << spec;
  EXPECT_EQ(raw.status().code(), StatusCode::kCorrupt) << raw.status().message();
}

TEST(LibraryCodecs, WriteFilesOfTheirFormat) {
  const Bytes raw = AllSamples(3000)[5].bytes;
  EXPECT_TRUE(BeginsWith(Coded("gzip", raw), "\x1F\x8B\x08"));
  EXPECT_TRUE(BeginsWith(Coded("zstd", raw), "\x28\xB5\x2F\xFD"));
  EXPECT_TRUE(BeginsWith(Coded("lzma", raw), std::string_view("\xFD"
                                                              "7zXZ\0",
                                                              6)));
  EXPECT_TRUE(BeginsWith(Coded("png", raw), "\x89PNG\r\n\x1A\n"));
  EXPECT_TRUE(BeginsWith(Coded("flac", raw), "fLaC"));
}

TEST(LibraryCodecs, NothingBecomesNothing) {
  for (const Example& example : CodecExamples()) {
    EXPECT_TRUE(Coded(example.spec, {}).empty()) << example.spec;
    const auto raw = CodecOf(example.spec, 1)->Decompress({}, 0, {});
    ASSERT_TRUE(raw.ok()) << example.spec;
    EXPECT_TRUE(raw->empty());
  }
}

// What no vector can hold is not thrown about either.
TEST(LibraryCodecs, MoreBytesThanThereCanBeAreOutOfMemory) {
  for (const char* spec : {"gzip", "zstd", "lzma", "png", "flac"}) {
    const auto raw = CodecOf(spec, 1)->Decompress(Coded(spec, AllSamples(3000)[5].bytes), SIZE_MAX, {});
    EXPECT_EQ(raw.status().code(), StatusCode::kLimitExceeded) << spec;
  }
}

TEST(LibraryCodecs, HigherLevelsAreNoLarger) {
  const Bytes raw = AllSamples(100000)[5].bytes;
  EXPECT_LT(Coded("gzip:9", raw).size(), Coded("gzip:1", raw).size());
  EXPECT_LT(Coded("zstd:19", raw).size(), Coded("zstd:1", raw).size());
  EXPECT_LT(Coded("lzma:9", raw).size(), Coded("lzma:0", raw).size());
  EXPECT_LE(Coded("flac:8", raw).size(), Coded("flac:0", raw).size());
}

TEST(LibraryCodecs, DefaultsAreTheStrongLevels) {
  const Bytes raw = AllSamples(20000)[6].bytes;
  EXPECT_EQ(Coded("gzip", raw), Coded("gzip:9", raw));
  EXPECT_EQ(Coded("zstd", raw), Coded("zstd:19", raw));
  EXPECT_EQ(Coded("lzma", raw), Coded("lzma:9", raw));
  EXPECT_EQ(Coded("png", raw), Coded("png:9", raw));
  EXPECT_EQ(Coded("flac", raw), Coded("flac:8", raw));
}

// A small window for small inputs must not show: the bytes are those of a plain zlib of full size.
TEST(GzipCodec, SmallInputsCodeAsWithAFullWindow) {
  const Bytes text = AllSamples(20000)[5].bytes;
  for (const std::size_t size : {1U, 50U, 511U, 512U, 513U, 2048U, 4095U, 8000U, 16383U, 16384U, 20000U}) {
    for (const int level : {1, 6, 9}) {
      z_stream stream{};
      ASSERT_EQ(deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
      Bytes expected(deflateBound(&stream, size));
      stream.next_in = const_cast<Bytef*>(text.data());
      stream.avail_in = static_cast<uInt>(size);
      stream.next_out = expected.data();
      stream.avail_out = static_cast<uInt>(expected.size());
      ASSERT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
      expected.resize(stream.total_out);
      deflateEnd(&stream);
      EXPECT_EQ(Coded("gzip:" + std::to_string(level), ByteView(text).first(size)), expected) << size;
    }
  }
}

TEST(PngCodec, PicturesAreTheTwoClosestFactors) {
  const auto width_and_height = [](std::size_t size) {
    const Bytes coded = Coded("png", Bytes(size, 1));
    return std::pair<unsigned, unsigned>(coded[18] * 256U + coded[19], coded[22] * 256U + coded[23]);
  };
  EXPECT_EQ(width_and_height(1), (std::pair{1U, 1U}));
  EXPECT_EQ(width_and_height(12), (std::pair{3U, 4U}));
  EXPECT_EQ(width_and_height(13), (std::pair{1U, 13U}));  // a prime: one pixel wide
  EXPECT_EQ(width_and_height(2048), (std::pair{32U, 64U}));
  EXPECT_EQ(width_and_height(10000), (std::pair{100U, 100U}));
  EXPECT_EQ(width_and_height(56), (std::pair{7U, 8U}));
}

// `chunk` put behind the header of a good picture, with a good check.
Bytes WithChunk(Bytes png, std::string_view type, const Bytes& data) {
  Bytes chunk(4);
  for (unsigned i = 0; i < 4; ++i) chunk[i] = static_cast<std::uint8_t>(data.size() >> (24 - 8 * i));
  chunk.insert(chunk.end(), type.begin(), type.end());
  chunk.insert(chunk.end(), data.begin(), data.end());
  const auto check = crc32(0, chunk.data() + 4, static_cast<uInt>(chunk.size() - 4));
  for (unsigned i = 0; i < 4; ++i) chunk.push_back(static_cast<std::uint8_t>(check >> (24 - 8 * i)));
  png.insert(png.begin() + 33, chunk.begin(), chunk.end());
  return png;
}

TEST(PngCodec, RefusesWhatCompressNeverWrites) {
  const Bytes raw = AllSamples(1200)[5].bytes;
  const Bytes png = Coded("png", raw);
  ASSERT_TRUE(CodecOf("png", 1)->Decompress(png, raw.size(), {}).ok());
  // Chunks that change the pixels, or that libpng would inflate without end.
  ExpectCorrupt("png", WithChunk(png, "gAMA", {0, 0, 1, 0}), raw.size());
  ExpectCorrupt("png", WithChunk(png, "zTXt", Bytes(100, 'x')), raw.size());
  ExpectCorrupt("png", WithChunk(png, "tRNS", {0, 1}), raw.size());
  ExpectCorrupt("png", WithChunk(png, "abCd", {}), raw.size());
  // Headers of other pictures.
  for (const std::size_t at : {std::size_t{16}, std::size_t{19}, std::size_t{23}, std::size_t{24}, std::size_t{25},
                               std::size_t{26}, std::size_t{27}, std::size_t{28}}) {
    Bytes damaged = png;
    damaged[at] = static_cast<std::uint8_t>(damaged[at] ^ 1);
    const auto check = crc32(0, damaged.data() + 12, 17);
    for (unsigned i = 0; i < 4; ++i) damaged[29 + i] = static_cast<std::uint8_t>(check >> (24 - 8 * i));
    ExpectCorrupt("png", damaged, raw.size());
  }
}

TEST(FlacCodec, RefusesMetadataThatCompressNeverWrites) {
  const Bytes raw = AllSamples(1200)[5].bytes;
  const Bytes flac = Coded("flac", raw);
  // A seek table (type 3) that claims 16 MiB, a picture (type 6), an application block (type 2), padding (type 1).
  for (const std::uint8_t type : {1, 2, 3, 6, 126, 127}) {
    Bytes damaged = flac;
    const Bytes block = {type, 0xFF, 0xFF, 0xFF};
    damaged.insert(damaged.begin() + 42, block.begin(), block.end());
    ExpectCorrupt("flac", damaged, raw.size());
    damaged[43] = damaged[44] = damaged[45] = 0;
    ExpectCorrupt("flac", damaged, raw.size());
  }
}

TEST(LzmaCodec, RefusesADictionaryFarLargerThanTheContent) {
  const Bytes raw = AllSamples(1200)[5].bytes;
  Bytes xz = Coded("lzma", raw);
  // Block header: size, flags, filter id, size of its properties, the dictionary's size, padding, check.
  ASSERT_EQ(xz[14], 0x21);
  ASSERT_EQ(xz[15], 1);
  xz[16] = 40;  // 4 GiB - 1
  const auto check = static_cast<std::uint32_t>(crc32(0, xz.data() + 12, 8));
  StoreLittleEndian<std::uint32_t>(check, xz.data() + 20);
  ExpectCorrupt("lzma", xz, raw.size());
  xz[16] = 4;  // a modest one decodes: the check is well computed, and it is the size that was refused
  StoreLittleEndian<std::uint32_t>(static_cast<std::uint32_t>(crc32(0, xz.data() + 12, 8)), xz.data() + 20);
  EXPECT_TRUE(CodecOf("lzma", 1)->Decompress(xz, raw.size(), {}).ok());
}

TEST(LibraryCodecs, BombsEndAtTheSizeAskedFor) {
  const Bytes zeros(50'000'000);
  for (const std::string spec : {"gzip:1", "zstd:1", "lzma:0"}) {
    const Bytes bomb = Coded(spec, zeros);
    ASSERT_LT(bomb.size(), zeros.size() / 200);
    ExpectCorrupt(spec, bomb, 1000);
  }
}

}  // namespace
}  // namespace llmzip::testing
