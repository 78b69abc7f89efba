// More than 4 GiB go through in bounded memory, and every size of theirs is right.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>

#include "base/digest.h"
#include "engine/archives.h"
#include "io/memory_stream.h"
#include "llmzip/list.h"

namespace llmzip::testing {
namespace {

constexpr std::uint64_t kSize = (std::uint64_t{1} << 32) + 12345;
constexpr std::uint64_t kBlockSize = std::uint64_t{16} << 20;

// Zeros, as a sparse file has them, but for a mark at each GiB and at the end.
void Fill(std::uint64_t offset, std::span<std::uint8_t> buffer) {
  std::ranges::fill(buffer, std::uint8_t{0});
  for (std::uint64_t mark = 0; mark <= 4; ++mark) {
    const std::uint64_t at = mark << 30;
    if (at >= offset && at - offset < buffer.size()) buffer[at - offset] = static_cast<std::uint8_t>('a' + mark);
  }
  if (kSize - 1 - offset < buffer.size()) buffer[kSize - 1 - offset] = 'z';
}

class SparseSource final : public ByteSource {
 public:
  StatusOr<std::size_t> Read(std::span<std::uint8_t> buffer) override {
    const std::size_t count = std::min<std::uint64_t>(buffer.size(), kSize - offset_);
    Fill(offset_, buffer.first(count));
    offset_ += count;
    return count;
  }

 private:
  std::uint64_t offset_ = 0;
};

// Compares what it is given with what the source gave.
class ComparingSink final : public ByteSink {
 public:
  explicit ComparingSink(std::uint64_t offset) : offset_(offset) {}
  Status Write(std::span<const std::uint8_t> bytes) override {
    expected_.resize(bytes.size());
    Fill(offset_, expected_);
    if (!std::ranges::equal(bytes, expected_)) return Status::Internal("wrong bytes");
    offset_ += bytes.size();
    return Status::Ok();
  }
  [[nodiscard]] std::uint64_t offset() const { return offset_; }

 private:
  std::uint64_t offset_;
  Bytes expected_;
};

TEST(Large, MoreThan4GiBComeBackInBoundedMemory) {
  SparseSource source;
  Bytes archive;
  MemorySink sink(&archive);
  CompressOptions options = Coding("zstd:1", kBlockSize);
  options.threads = 2;
  const auto coded = Compress(source, sink, options, nullptr);
  ASSERT_TRUE(coded.ok()) << coded.status().message();
  EXPECT_EQ(coded->raw_bytes, kSize);
  EXPECT_EQ(coded->blocks, kSize / kBlockSize + 1);

  MemorySource archive_source(archive);
  ComparingSink comparing(0);
  DecompressOptions decoding;
  decoding.threads = 2;
  const auto decoded = Decompress(archive_source, comparing, decoding, nullptr);
  ASSERT_TRUE(decoded.ok()) << decoded.status().message();
  EXPECT_EQ(comparing.offset(), kSize);

  MemoryRandomAccessSource random_access(archive);
  const auto frames = List(random_access);
  ASSERT_TRUE(frames.ok());
  EXPECT_EQ((*frames)[0].raw_size, kSize);

  ComparingSink tail(kSize - 100);
  const auto range = DecompressRange(random_access, kSize - 100, 1000, tail, decoding, nullptr);
  ASSERT_TRUE(range.ok()) << range.status().message();
  EXPECT_EQ(range->raw_bytes, 100U);

  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  EXPECT_LT(static_cast<std::uint64_t>(usage.ru_maxrss) << 10, std::uint64_t{400} << 20);
}

}  // namespace
}  // namespace llmzip::testing
