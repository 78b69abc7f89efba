// FileSource, FileRandomAccessSource and FileSink against every way read(2) and write(2) may behave.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <random>

#include "io/descriptor.h"
#include "io/faulty_file_system.h"
#include "io/file_sink.h"
#include "io/file_source.h"
#include "io/scratch_directory.h"

namespace llmzip {
namespace {

std::vector<std::uint8_t> BytesOf(const std::string& text) { return {text.begin(), text.end()}; }

StatusOr<std::string> ReadAll(FileSystem& file_system, const std::string& path) {
  LLMZIP_ASSIGN_OR_RETURN(const Descriptor descriptor, OpenDescriptor(file_system, path, O_RDONLY));
  FileSource source(file_system, descriptor.number());
  std::string text;
  std::uint8_t buffer[5];
  while (true) {
    LLMZIP_ASSIGN_OR_RETURN(const std::size_t count, ReadFully(source, buffer));
    text.append(buffer, buffer + count);
    if (count < sizeof(buffer)) return text;
  }
}

TEST(FileSource, ReadsEverythingThroughShortReads) {
  const ScratchDirectory directory;
  directory.Put("a", "twelve bytes");
  FaultyFileSystem file_system;
  file_system.short_transfers = true;
  const auto text = ReadAll(file_system, directory.Path("a"));
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(*text, "twelve bytes");
}

TEST(FileSource, EveryCallFailsOrIsInterrupted) {
  const ScratchDirectory directory;
  directory.Put("a", "twelve bytes");
  for (const int error : {EIO, EINTR, EAGAIN}) {
    for (unsigned failing_call = 1;; ++failing_call) {
      FaultyFileSystem file_system;
      file_system.failing_call = failing_call;
      file_system.error = error;
      const auto text = ReadAll(file_system, directory.Path("a"));
      if (file_system.failed_operation.empty()) break;
      SCOPED_TRACE(file_system.failed_operation);
      const bool read_only_close = file_system.failed_operation == "close";  // harmless: nothing was written
      const bool repeated = error == EINTR || (error == EAGAIN && file_system.failed_operation == "read");
      EXPECT_EQ(text.ok(), read_only_close || repeated);
      EXPECT_TRUE(!text.ok() || *text == "twelve bytes");
    }
  }
}

TEST(FileSource, ADirectoryIsAnError) {
  const ScratchDirectory directory;
  EXPECT_EQ(ReadAll(RealFileSystem(), directory.Path(".")).status().code(), StatusCode::kIoError);
}

TEST(FileRandomAccessSource, ReadsAnywhereAndNoFurther) {
  const ScratchDirectory directory;
  directory.Put("a", "0123456789");
  FaultyFileSystem file_system;
  file_system.short_transfers = true;
  const auto descriptor = OpenDescriptor(file_system, directory.Path("a"), O_RDONLY);
  ASSERT_TRUE(descriptor.ok());
  FileRandomAccessSource source(file_system, descriptor->number(), 10);
  std::uint8_t buffer[6];
  ASSERT_TRUE(source.ReadAt(4, buffer).ok());
  EXPECT_EQ(std::string(buffer, buffer + 6), "456789");
  EXPECT_EQ(source.ReadAt(5, buffer).code(), StatusCode::kCorrupt);
  EXPECT_EQ(source.ReadAt(UINT64_MAX, buffer).code(), StatusCode::kCorrupt);
  // A file that shrank after its size was taken.
  FileRandomAccessSource shrunk(file_system, descriptor->number(), 20);
  EXPECT_EQ(shrunk.ReadAt(8, buffer).code(), StatusCode::kCorrupt);
}

TEST(FileSink, SparseContentIsExactForEveryPieceSize) {
  std::mt19937 random(7);
  std::string content(100'000, '\0');
  for (int i = 0; i < 12; ++i) content[random() % content.size()] = 'x';
  for (const std::size_t piece : {1UL, 7UL, 4095UL, 4096UL, 4097UL, 65536UL, 100'000UL}) {
    const ScratchDirectory directory;
    auto descriptor = OpenDescriptor(RealFileSystem(), directory.Path("a"), O_RDWR | O_CREAT, 0600);
    ASSERT_TRUE(descriptor.ok());
    FileSink sink(RealFileSystem(), descriptor->number(), /*sparse=*/true);
    const auto bytes = BytesOf(content);
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      ASSERT_TRUE(sink.Write(std::span(bytes).subspan(at, std::min(piece, bytes.size() - at))).ok());
    }
    ASSERT_TRUE(sink.Finish().ok());
    EXPECT_EQ(directory.Get("a"), content) << "pieces of " << piece;
  }
}

TEST(FileSink, LongRunsOfZerosTakeNoSpace) {
  const ScratchDirectory directory;
  auto descriptor = OpenDescriptor(RealFileSystem(), directory.Path("a"), O_RDWR | O_CREAT, 0600);
  ASSERT_TRUE(descriptor.ok());
  FileSink sink(RealFileSystem(), descriptor->number(), /*sparse=*/true);
  const std::vector<std::uint8_t> zeros(1 << 20);
  for (int i = 0; i < 16; ++i) ASSERT_TRUE(sink.Write(zeros).ok());
  ASSERT_TRUE(sink.Finish().ok());
  struct stat status = {};
  ASSERT_EQ(::stat(directory.Path("a").c_str(), &status), 0);
  EXPECT_EQ(status.st_size, 16 << 20);
  EXPECT_LT(status.st_blocks * 512, 1 << 20);
}

TEST(FileSink, AFullDeviceIsAnError) {
  auto descriptor = OpenDescriptor(RealFileSystem(), "/dev/full", O_WRONLY);
  if (!descriptor.ok()) GTEST_SKIP() << "no /dev/full here";
  FileSink sink(RealFileSystem(), descriptor->number(), /*sparse=*/false);
  EXPECT_EQ(sink.Write(BytesOf("x")).code(), StatusCode::kIoError);
}

}  // namespace
}  // namespace llmzip
