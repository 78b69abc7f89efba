#include "codecs/png/png_codec.h"

#include <png.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <csetjmp>
#include <cstdlib>
#include <cstring>

namespace llmzip {
namespace {

constexpr std::uint64_t kLargestPicture = 0x7FFFFFFF;  // PNG's own limit on a side
constexpr std::size_t kChunkSize = std::size_t{1} << 16;
constexpr std::size_t kSignatureSize = 8;
constexpr std::size_t kChunkOverhead = 12;  // length, type, check

struct Size {
  std::uint32_t width;
  std::uint32_t height;
};

// `pixels` is 1 … kLargestPicture.
Size ClosestToSquare(std::uint64_t pixels) {
  std::uint64_t width = 1;
  while ((width + 1) * (width + 1) <= pixels) ++width;
  while (pixels % width != 0) --width;
  return {static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(pixels / width)};
}

// libpng reports errors by longjmp, which skips destructors. So the functions between a setjmp and its longjmp own
// nothing, and their callers free what libpng made.
[[noreturn]] void JumpOut(png_structp png, png_const_charp /*message*/) { png_longjmp(png, 1); }
void IgnoreWarning(png_structp /*png*/, png_const_charp /*message*/) {}

// Notes in a bool that memory was short: libpng and zlib say no more of it than of other errors.
png_voidp AllocateNoting(png_structp png, png_alloc_size_t size) {
  void* const memory = std::malloc(size);
  if (memory == nullptr) *static_cast<bool*>(png_get_mem_ptr(png)) = true;
  return memory;
}
void FreeNoted(png_structp /*png*/, png_voidp memory) { std::free(memory); }

struct Output {
  std::uint8_t* begin;
  std::size_t capacity;
  std::size_t size;
};

void AppendCoded(png_structp png, png_bytep bytes, std::size_t size) {
  auto& out = *static_cast<Output*>(png_get_io_ptr(png));
  if (size > out.capacity - out.size) png_error(png, "no room");
  std::memcpy(out.begin + out.size, bytes, size);
  out.size += size;
}

void IgnoreFlush(png_structp /*png*/) {}

struct Input {
  const std::uint8_t* begin;
  std::size_t size;
};

void ReadCoded(png_structp png, png_bytep buffer, std::size_t size) {
  auto& in = *static_cast<Input*>(png_get_io_ptr(png));
  if (size > in.size) png_error(png, "no more");
  std::memcpy(buffer, in.begin, size);
  in.begin += size;
  in.size -= size;
}

bool Write(png_structp png, png_infop info, Size size, int level, const std::uint8_t* pixels, const Work* work,
           Output* out) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_set_user_limits(png, kLargestPicture, kLargestPicture);
  png_set_write_fn(png, out, AppendCoded, IgnoreFlush);
  png_set_compression_level(png, level);
  png_set_compression_buffer_size(png, kChunkSize);
  png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_ALL_FILTERS);
  png_set_IHDR(png, info, size.width, size.height, 8, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
  png_write_info(png, info);
  for (std::uint32_t row = 0; row < size.height; ++row) {
    if (IsStopped(work)) return false;
    png_write_row(png, pixels + std::size_t{row} * size.width);
  }
  png_write_end(png, nullptr);
  return true;
}

bool Read(png_structp png, png_infop info, Size size, std::uint8_t* pixels, Input* in) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_set_user_limits(png, kLargestPicture, kLargestPicture);
  png_set_read_fn(png, in, ReadCoded);
  png_read_info(png, info);
  for (std::uint32_t row = 0; row < size.height; ++row) {
    png_read_row(png, pixels + std::size_t{row} * size.width, nullptr);
  }
  png_read_end(png, nullptr);
  return in->size == 0;
}

std::uint32_t LoadBigEndian(const std::uint8_t* bytes) {
  return (std::uint32_t{bytes[0]} << 24) | (std::uint32_t{bytes[1]} << 16) | (std::uint32_t{bytes[2]} << 8) | bytes[3];
}

// True if the chunks are those that Compress makes: the only possible header, image data, the end. libpng would read
// many other kinds, and allocate and inflate for them; none of these reaches it.
bool HasPlainChunks(ByteView coded, Size size) {
  constexpr std::array<std::uint8_t, 4> kHeader = {'I', 'H', 'D', 'R'};
  constexpr std::array<std::uint8_t, 4> kData = {'I', 'D', 'A', 'T'};
  constexpr std::array<std::uint8_t, 4> kEnd = {'I', 'E', 'N', 'D'};
  constexpr std::array<std::uint8_t, 5> kGreyBytes = {8, PNG_COLOR_TYPE_GRAY, 0, 0, PNG_INTERLACE_NONE};
  if (coded.size() < kSignatureSize) return false;
  coded = coded.subspan(kSignatureSize);
  for (bool first = true; !coded.empty(); first = false) {
    if (coded.size() < kChunkOverhead) return false;
    const std::size_t length = LoadBigEndian(coded.data());
    if (length > coded.size() - kChunkOverhead) return false;
    const ByteView type = coded.subspan(4, 4);
    const ByteView data = coded.subspan(8, length);
    if (first) {
      const bool fits = std::ranges::equal(type, kHeader) && length == 13 && LoadBigEndian(&data[0]) == size.width &&
                        LoadBigEndian(&data[4]) == size.height && std::ranges::equal(data.subspan(8), kGreyBytes);
      if (!fits) return false;
    } else if (!std::ranges::equal(type, kData) && !std::ranges::equal(type, kEnd)) {
      return false;
    }
    coded = coded.subspan(kChunkOverhead + length);
  }
  return true;
}

}  // namespace

std::uint64_t PngFormat::MemoryBytes(int /*level*/, std::uint64_t raw_size) {
  // The objects of zlib and libpng, and a few rows, none wider than the square root of the size.
  const std::uint64_t widest_row = std::uint64_t{1} << (std::bit_width(raw_size) + 1) / 2;
  return (std::uint64_t{1} << 20) + 16 * widest_row;
}

std::string PngFormat::Library() {
  return std::string("libpng ") + png_get_libpng_ver(nullptr) + " zlib " + zlibVersion();
}

StatusOr<Bytes> PngFormat::Encode(ByteView raw, int level, const Work* work) {
  if (raw.size() > kLargestPicture) return Status::LimitExceeded("png: a picture holds at most 2147483647 bytes");
  const Size size = ClosestToSquare(raw.size());
  const std::size_t most = compressBound(raw.size() + size.height);  // each row has a filter byte
  Bytes coded(most + (most / kChunkSize + 8) * kChunkOverhead);
  bool memory_short = false;
  png_structp png = png_create_write_struct_2(PNG_LIBPNG_VER_STRING, nullptr, JumpOut, IgnoreWarning, &memory_short,
                                              AllocateNoting, FreeNoted);
  if (png == nullptr) return Status::OutOfMemory();
  png_infop info = png_create_info_struct(png);
  Output out{coded.data(), coded.size(), 0};
  const bool written = info != nullptr && Write(png, info, size, level, raw.data(), work, &out);
  png_destroy_write_struct(&png, &info);
  if (IsStopped(work)) return StoppedInLibrary();
  if (memory_short) return Status::OutOfMemory();
  if (!written) return Status::Internal("png: libpng did not finish");
  coded.resize(out.size);
  return coded;
}

StatusOr<bool> PngFormat::Decode(ByteView coded, std::span<std::uint8_t> raw) {
  if (raw.empty() || raw.size() > kLargestPicture) return false;
  const Size size = ClosestToSquare(raw.size());
  if (!HasPlainChunks(coded, size)) return false;
  bool memory_short = false;
  png_structp png = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, nullptr, JumpOut, IgnoreWarning, &memory_short,
                                             AllocateNoting, FreeNoted);
  if (png == nullptr) return Status::OutOfMemory();
  png_infop info = png_create_info_struct(png);
  Input in{coded.data(), coded.size()};
  const bool read = info != nullptr && Read(png, info, size, raw.data(), &in);
  png_destroy_read_struct(&png, &info, nullptr);
  if (memory_short) return Status::OutOfMemory();
  return read;
}

}  // namespace llmzip
