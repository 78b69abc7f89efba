// Numbers: the bytes of a segment of records as a series of integers.
//
//   | lead bytes | number 0 | number 1 | … | number count - 1 | bytes that are left |
//
// Thread safety: values.
#ifndef LLMZIP_FILTERS_DELTAS_NUMBERS_H_
#define LLMZIP_FILTERS_DELTAS_NUMBERS_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "base/little_endian.h"
#include "content/records_parameters.h"

namespace llmzip::deltas {

/// An unsigned integer of kWidth bytes; arithmetic is modulo 256^kWidth, as Store drops higher bits.
template <unsigned kWidth>
struct Stored {
  using Type = std::conditional_t<
      kWidth == 1, std::uint8_t,
      std::conditional_t<kWidth == 2, std::uint16_t, std::conditional_t<kWidth <= 4, std::uint32_t, std::uint64_t>>>;

  static Type Load(const std::uint8_t* bytes, bool big_endian) {
    if constexpr (kWidth == 3) {
      return big_endian ? Type{bytes[0]} << 16 | Type{bytes[1]} << 8 | bytes[2]
                        : Type{bytes[2]} << 16 | Type{bytes[1]} << 8 | bytes[0];
    } else {
      const Type value = LoadLittleEndian<Type>(bytes);
      return big_endian ? ReverseBytes(value) : value;
    }
  }

  static void Store(Type value, std::uint8_t* bytes, bool big_endian) {
    if constexpr (kWidth == 3) {
      bytes[big_endian ? 2 : 0] = static_cast<std::uint8_t>(value);
      bytes[1] = static_cast<std::uint8_t>(value >> 8);
      bytes[big_endian ? 0 : 2] = static_cast<std::uint8_t>(value >> 16);
    } else {
      StoreLittleEndian(big_endian ? ReverseBytes(value) : value, bytes);
    }
  }
};

/// Which of a segment's bytes are whole numbers.
struct Extent {
  std::size_t lead = 0;   ///< bytes before the first number
  std::size_t count = 0;  ///< numbers

  /// For `size` bytes of which the first is byte `phase` of a record. Numbers begin at each multiple of `width` in a
  /// record.
  static Extent Of(std::size_t size, std::uint32_t phase, unsigned width) {
    Extent extent;
    extent.lead = (width - phase % width) % width;
    if (extent.lead > size) extent.lead = size;
    extent.count = (size - extent.lead) / width;
    return extent;
  }
};

/// Calls f.template operator()<width>() if numbers can have this width; else returns false.
template <typename Function>
bool WithWidth(unsigned width, const Function& f) {
  switch (width) {
    case 1:
      f.template operator()<1>();
      return true;
    case 2:
      f.template operator()<2>();
      return true;
    case 3:
      f.template operator()<3>();
      return true;
    case 4:
      f.template operator()<4>();
      return true;
    case 8:
      f.template operator()<8>();
      return true;
    default:
      return false;
  }
}

}  // namespace llmzip::deltas

#endif  // LLMZIP_FILTERS_DELTAS_NUMBERS_H_
