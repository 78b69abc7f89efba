// A codec that fails, or gives back other bytes, while its block is verified: the call ends with the codec's own
// Status, unless it says that the bytes are wrong: then it is the codec that is wrong, not the archive.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "io/memory_stream.h"
#include "llmzip/llmzip.h"

namespace llmzip::testing {
namespace {

constexpr std::size_t kBytes = 4000;

Bytes OneByteAgainAndAgain() { return Bytes(kBytes, std::uint8_t{'a'}); }

// What the codec named `faulty` does with the bytes it made; the argument of its spec chooses.
const std::map<std::string, Status, std::less<>>& Failures() {
  static const std::map<std::string, Status, std::less<>> failures = {
      {"internal", Status::Internal("the codec is broken")},
      {"cancelled", Status::Cancelled("the codec was stopped")},
      {"limit", Status::LimitExceeded("the codec is full")},
      {"model", Status::ModelMissing("the codec lacks a model")},
      {"unsupported", Status::Unsupported("not here")},
      {"corrupt", Status::Corrupt("the coded bytes are damaged")}};
  return failures;
}

// Keeps the first byte of bytes that are all the same, and others as they are. Without a fault it is sound: it is
// registered for all tests of this program.
class FaultyCodec final : public Codec {
 public:
  explicit FaultyCodec(std::string_view fault) : fault_(fault) {}

  [[nodiscard]] StatusOr<Bytes> Compress(ByteView raw, const Context& /*context*/) const override {
    if (fault_ == "encoder") return Status::Unsupported("the codec cannot encode this");
    const bool same = std::ranges::count(raw, raw[0]) == std::ranges::ssize(raw);
    return same ? Bytes(1, raw[0]) : Bytes(raw.begin(), raw.end());
  }
  [[nodiscard]] StatusOr<Bytes> Decompress(ByteView coded, std::size_t raw_size,
                                           const Context& /*context*/) const override {
    if (const auto failure = Failures().find(fault_); failure != Failures().end()) return failure->second;
    if (coded.size() == raw_size) return Bytes(coded.begin(), coded.end());
    if (coded.size() != 1) return Status::Corrupt("the coded bytes are neither one nor all");
    Bytes raw(fault_ == "short" ? raw_size - 1 : raw_size, coded[0]);
    if (fault_ == "long") raw.push_back(coded[0]);
    if (fault_ == "wrong") raw[raw_size / 2] ^= 1U;
    return raw;
  }

 private:
  std::string fault_;
};

class FailingCodec : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const Status registered =
        RegisterCodec({.name = "faulty",
                       .summary = "fails as its argument says",
                       .make = [](const CodecRequest& request) -> StatusOr<std::unique_ptr<Codec>> {
                         return std::unique_ptr<Codec>(std::make_unique<FaultyCodec>(request.argument));
                       },
                       .memory_bytes = [](const CodecRequest& /*request*/) { return std::uint64_t{1000}; }});
    ASSERT_TRUE(registered.ok()) << registered.message();
  }

  // In one block, and in several, which other threads code.
  static CompressOptions Options(const std::string& fault, std::uint64_t block_size, bool verify) {
    CompressOptions options;
    options.spec = fault.empty() ? "faulty" : "faulty:" + fault;
    options.block_size = block_size;
    options.verify = verify;
    return options;
  }
};

constexpr std::uint64_t kBlockSizes[] = {1000, 1U << 20};

TEST_F(FailingCodec, ThatWorksIsVerified) {
  for (const std::uint64_t block_size : kBlockSizes) {
    const auto archive = Compress(OneByteAgainAndAgain(), Options("", block_size, true));
    ASSERT_TRUE(archive.ok()) << archive.status().message();
    EXPECT_LT(archive->size(), kBytes / 4) << "stored, so nothing here tests the codec";
    EXPECT_EQ(*Decompress(*archive), OneByteAgainAndAgain());
  }
}

TEST_F(FailingCodec, EndsVerificationWithItsOwnStatus) {
  for (const auto& [fault, failure] : Failures()) {
    if (failure.code() == StatusCode::kCorrupt) continue;
    for (const std::uint64_t block_size : kBlockSizes) {
      const Status status = Compress(OneByteAgainAndAgain(), Options(fault, block_size, true)).status();
      EXPECT_EQ(status.code(), failure.code()) << fault;
      EXPECT_EQ(status.message(), failure.message()) << fault;
    }
  }
}

TEST_F(FailingCodec, ThatDecodesWronglyFailsVerification) {
  for (const std::string fault : {"corrupt", "short", "long", "wrong"}) {
    for (const std::uint64_t block_size : kBlockSizes) {
      const Status status = Compress(OneByteAgainAndAgain(), Options(fault, block_size, true)).status();
      EXPECT_EQ(status.code(), StatusCode::kInternal) << fault;
      EXPECT_TRUE(status.message().starts_with("verification failed: ")) << fault << ": " << status.message();
    }
  }
}

TEST_F(FailingCodec, EndsCompressionWhenItCannotEncode) {
  for (const bool verify : {false, true}) {
    for (const std::uint64_t block_size : kBlockSizes) {
      const Status status = Compress(OneByteAgainAndAgain(), Options("encoder", block_size, verify)).status();
      EXPECT_EQ(status.code(), StatusCode::kUnsupported);
      EXPECT_EQ(status.message(), "the codec cannot encode this");
    }
  }
}

// What nobody verified: found when it is decoded, and never wrong bytes.
TEST_F(FailingCodec, EndsDecompressionWithItsOwnStatus) {
  for (const std::string fault :
       {"internal", "cancelled", "limit", "model", "unsupported", "corrupt", "short", "long", "wrong"}) {
    for (const std::uint64_t block_size : kBlockSizes) {
      const auto archive = Compress(OneByteAgainAndAgain(), Options(fault, block_size, false));
      ASSERT_TRUE(archive.ok()) << fault << ": " << archive.status().message();
      const auto failure = Failures().find(fault);
      const StatusCode expected = failure == Failures().end() ? StatusCode::kCorrupt : failure->second.code();
      Bytes written;
      MemorySink sink(&written);
      MemorySource source(*archive);
      EXPECT_EQ(Decompress(source, sink, {}, nullptr).status().code(), expected) << fault;
      EXPECT_EQ(written, Bytes()) << fault;
    }
  }
}

}  // namespace
}  // namespace llmzip::testing
