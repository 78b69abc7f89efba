// Bytes pushed in pieces give what the same bytes give at once, in both directions, however they are cut.
#include "llmzip/push.h"

#include <gtest/gtest.h>

#include <string_view>

#include "llmzip/llmzip.h"
#include "support/samples.h"

namespace llmzip::testing {
namespace {

CompressOptions SmallBlocks() {
  CompressOptions options;
  options.spec = "order1";
  options.block_size = 3000;
  options.threads = 2;
  return options;
}

CompressOptions Stored() {
  CompressOptions options;
  options.spec = "store";
  options.block_size = 30'000;
  return options;
}

Bytes Sample20000() {
  Bytes bytes;
  for (unsigned i = 0; bytes.size() < 20000; ++i) bytes.push_back(static_cast<std::uint8_t>('a' + i * i % 7 + i % 3));
  return bytes;
}

// All of `input` in pieces of `piece` bytes, at most `most` bytes out of a call.
StatusOr<Bytes> Pushed(PushCoder& coder, ByteView input, std::size_t piece, std::size_t most) {
  Bytes output;
  for (std::size_t begin = 0; begin < input.size(); begin += piece) {
    const std::size_t before = output.size();
    LLMZIP_RETURN_IF_ERROR(coder.Push(input.subspan(begin, std::min(piece, input.size() - begin)), &output, most));
    EXPECT_LE(output.size() - before, most);
  }
  do {
    LLMZIP_RETURN_IF_ERROR(coder.Finish(&output, most));
  } while (!coder.done());
  return output;
}

TEST(PushCoder, PiecesGiveWhatTheWholeGives) {
  for (const Bytes& raw : {Sample20000(), Bytes(), Bytes{7}}) {
    const Bytes archive = *Compress(raw, SmallBlocks());
    for (const std::size_t piece : {std::size_t{1}, std::size_t{777}, std::size_t{100'000}}) {
      for (const std::size_t most : {std::size_t{10}, PushCoder::kNoLimit}) {
        auto compressor = *PushCoder::ToCompress(SmallBlocks());
        const auto coded = Pushed(*compressor, raw, piece, most);
        ASSERT_TRUE(coded.ok()) << coded.status().message();
        EXPECT_EQ(*Decompress(*coded), raw);  // a stream of unknown size: other bytes than those of a known one
        auto decompressor = *PushCoder::ToDecompress({});
        const auto back = Pushed(*decompressor, archive, piece, most);
        ASSERT_TRUE(back.ok()) << back.status().message();
        EXPECT_EQ(*back, raw);
      }
    }
  }
}

TEST(PushCoder, OutputComesBeforeTheEnd) {
  const Bytes raw(1'000'000, 'x');
  const Bytes archive = *Compress(raw, Stored());
  DecompressOptions options;
  options.threads = 2;
  auto coder = *PushCoder::ToDecompress(options);
  Bytes output;
  ASSERT_TRUE(coder->Push(archive, &output).ok());
  EXPECT_GE(output.size(), raw.size() / 2);  // the rest is on its way through the threads
  ASSERT_TRUE(coder->Finish(&output).ok());
  EXPECT_TRUE(coder->done());
  EXPECT_FALSE(coder->wants_input());
  EXPECT_EQ(output, raw);
}

TEST(PushCoder, ErrorsAreToldAndStay) {
  Bytes archive = *Compress(Sample20000(), SmallBlocks());
  archive[archive.size() / 2] ^= 1;
  auto coder = *PushCoder::ToDecompress({});
  Bytes output;
  Status status = coder->Push(archive, &output);
  if (status.ok()) status = coder->Finish(&output);
  EXPECT_EQ(status.code(), StatusCode::kCorrupt);
  EXPECT_EQ(coder->Finish(&output).code(), StatusCode::kCorrupt);
  EXPECT_FALSE(coder->done());

  CompressOptions unknown;
  unknown.spec = "no-such-predictor";
  auto wrong = *PushCoder::ToCompress(unknown);
  EXPECT_EQ(wrong->Finish(&output).code(), StatusCode::kInvalidArgument);
}

TEST(PushCoder, NothingFollowsTheEnd) {
  auto coder = *PushCoder::ToCompress(SmallBlocks());
  Bytes output;
  ASSERT_TRUE(coder->Finish(&output).ok());
  EXPECT_EQ(coder->Push(Bytes{1}, &output).code(), StatusCode::kInvalidArgument);
}

TEST(PushCoder, MayBeLeftUnfinished) {
  const Bytes raw = Sample20000();
  auto compressor = *PushCoder::ToCompress(SmallBlocks());
  Bytes output;
  ASSERT_TRUE(compressor->Push(raw, &output).ok());
  compressor.reset();
  // Megabytes of output that nobody takes.
  const Bytes archive = *Compress(Bytes(4'000'000), Stored());
  auto decompressor = *PushCoder::ToDecompress({});
  ASSERT_TRUE(decompressor->Push(archive, &output, 1).ok());
  EXPECT_FALSE(decompressor->wants_input());
  decompressor.reset();
}

}  // namespace
}  // namespace llmzip::testing
