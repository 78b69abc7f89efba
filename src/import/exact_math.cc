#include "import/exact_math.h"

#include <bit>
#include <cstdint>

namespace llmzip::importer {
namespace {

constexpr double kLog2High = 0x1.62e42fefa0000p-1;  // log 2, its last bits zero, so that small multiples are exact
constexpr double kLog2Low = 0x1.cf79abc9e3b3ap-40;
constexpr double kRounderWide = 0x1.8p52;  // adding and subtracting it rounds to the nearest integer

double PowerOfTwoOf(std::int64_t exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

}  // namespace

double ExactLog(double x) {
  // x = m 2^e with m within [sqrt(1/2), sqrt 2): log m = 2 artanh((m - 1) / (m + 1)).
  std::int64_t exponent = 0;
  if (x < 0x1p-1022) {  // subnormal
    x *= 0x1p54;
    exponent = -54;
  }
  const auto bits = std::bit_cast<std::uint64_t>(x);
  exponent += static_cast<std::int64_t>(bits >> 52) - 1023;
  double m = std::bit_cast<double>((bits & 0xFFFFFFFFFFFFF) | std::uint64_t{1023} << 52);
  if (m > 1.41421356237309515) {
    m *= 0.5;
    ++exponent;
  }
  const double z = (m - 1.0) / (m + 1.0);
  const double square = z * z;
  double sum = 0;
  for (int k = 27; k >= 1; k -= 2) sum = sum * square + 1.0 / static_cast<double>(k);
  const auto e = static_cast<double>(exponent);
  return e * kLog2High + (e * kLog2Low + 2.0 * z * sum);
}

double ExactExp(double x) {
  const double n = (x * (1.0 / (kLog2High + kLog2Low)) + kRounderWide) - kRounderWide;
  const double f = (x - n * kLog2High) - n * kLog2Low;  // within ±0.35
  double sum = 1.0;
  for (int k = 18; k >= 1; --k) sum = 1.0 + sum * f / static_cast<double>(k);
  const auto whole = static_cast<std::int64_t>(n);
  const std::int64_t half = whole / 2;
  return sum * PowerOfTwoOf(half) * PowerOfTwoOf(whole - half);
}

double ExactRoot(double x) { return __builtin_sqrt(x); }

double ExactFloor(double x) {
  if (!(x > -0x1p52 && x < 0x1p52)) return x;  // an integer, which int64 may have no room for
  const auto whole = static_cast<double>(static_cast<std::int64_t>(x));
  return whole > x ? whole - 1.0 : whole;
}

}  // namespace llmzip::importer
