// ZeroedArray: a large, zero-filled, cache-line-aligned array.
//
// calloc gives zero pages that cost nothing until touched, so a big table over a small block is cheap; on
// Linux the kernel is asked for huge pages, because tables are read at random. Thread safety: as a vector.
#ifndef LLMZIP_PREDICTORS_CM_ZEROED_ARRAY_H_
#define LLMZIP_PREDICTORS_CM_ZEROED_ARRAY_H_

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace llmzip::cm {

template <typename T>
class ZeroedArray {
 public:
  ZeroedArray() = default;
  explicit ZeroedArray(std::size_t size) : size_(size) {
    const std::size_t bytes = size * sizeof(T);
    const std::size_t alignment = AlignmentOf(bytes);
    memory_.reset(static_cast<std::byte*>(std::calloc(bytes + alignment, 1)));
    if (memory_ == nullptr) throw std::bad_alloc();
    const auto address = reinterpret_cast<std::uintptr_t>(memory_.get());
    const std::size_t skip = (alignment - address % alignment) % alignment;
    data_ = reinterpret_cast<T*>(memory_.get() + skip);
#if defined(__linux__)
    if (bytes >= kHugePage) madvise(data_, bytes / kHugePage * kHugePage, MADV_HUGEPAGE);
#endif
  }

  /// What an array of so many elements takes.
  static constexpr std::uint64_t BytesFor(std::uint64_t size) {
    return size * sizeof(T) + AlignmentOf(size * sizeof(T));
  }

  [[nodiscard]] T* data() { return data_; }
  [[nodiscard]] const T* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  T& operator[](std::size_t i) { return data_[i]; }
  const T& operator[](std::size_t i) const { return data_[i]; }

 private:
  static constexpr std::size_t kCacheLine = 64;
  static constexpr std::size_t kHugePage = std::size_t{1} << 21;
  static constexpr std::uint64_t AlignmentOf(std::uint64_t bytes) {
    return bytes >= kHugePage ? kHugePage : kCacheLine;
  }
  struct Free {
    void operator()(std::byte* memory) const { std::free(memory); }
  };
  std::unique_ptr<std::byte, Free> memory_;
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_ZEROED_ARRAY_H_
