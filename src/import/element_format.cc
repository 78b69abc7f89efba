#include "import/element_format.h"

#include <array>
#include <bit>

#include "base/little_endian.h"

namespace llmzip::importer {
namespace {

double Float32At(const std::uint8_t* bytes) {
  return static_cast<double>(std::bit_cast<float>(LoadLittleEndian<std::uint32_t>(bytes)));
}

double Bfloat16At(const std::uint8_t* bytes) {
  const auto high = std::uint32_t{LoadLittleEndian<std::uint16_t>(bytes)} << 16;
  return static_cast<double>(std::bit_cast<float>(high));
}

double HalfAt(const std::uint8_t* bytes) {
  const std::uint32_t half = LoadLittleEndian<std::uint16_t>(bytes);
  const std::uint32_t sign = (half & 0x8000) << 16;
  const std::uint32_t exponent = half >> 10 & 0x1F;
  const std::uint32_t fraction = half & 0x3FF;
  if (exponent == 0) {  // zero and subnormals: multiples of 2^-24
    const double magnitude = static_cast<double>(fraction) * 0x1p-24;
    return sign != 0 ? -magnitude : magnitude;
  }
  const std::uint32_t wide = exponent == 31 ? 0xFF : exponent + (127 - 15);
  return static_cast<double>(std::bit_cast<float>(sign | wide << 23 | fraction << 13));
}

template <std::size_t kSize, double (*kNumberAt)(const std::uint8_t*)>
void DecodeNumbers(const std::uint8_t* bytes, std::size_t count, double* to) {
  for (std::size_t i = 0; i < count; ++i) to[i] = kNumberAt(bytes + i * kSize);
}

double Float64At(const std::uint8_t* bytes) { return std::bit_cast<double>(LoadLittleEndian<std::uint64_t>(bytes)); }

void DecodeQ8_0(const std::uint8_t* block, double* to) {
  const double scale = HalfAt(block);
  for (std::size_t i = 0; i < 32; ++i) to[i] = scale * static_cast<double>(static_cast<std::int8_t>(block[2 + i]));
}

/// Two digits a byte, with or without fifth bits and minima.
void DecodeLegacy(const std::uint8_t* block, bool has_minimum, bool has_fifth, double* to) {
  const double scale = HalfAt(block);
  block += 2;
  double minimum = 0;
  if (has_minimum) {
    minimum = HalfAt(block);
    block += 2;
  }
  std::uint32_t fifth = 0;
  if (has_fifth) {
    fifth = LoadLittleEndian<std::uint32_t>(block);
    block += 4;
  }
  const int zero = has_minimum ? 0 : has_fifth ? 16 : 8;
  for (std::size_t i = 0; i < 32; ++i) {
    const int digit = i < 16 ? block[i] & 0xF : block[i - 16] >> 4;
    const int high = static_cast<int>(fifth >> i & 1) << 4;
    to[i] = scale * static_cast<double>((digit | high) - zero) + minimum;
  }
}

struct ScaleAndMinimum {
  double scale;
  double minimum;
};

/// Of eight pairs of six bits each in twelve bytes.
ScaleAndMinimum PairAt(const std::uint8_t* packed, std::size_t i) {
  if (i < 4) return {static_cast<double>(packed[i] & 63), static_cast<double>(packed[i + 4] & 63)};
  const int scale = (packed[i + 4] & 0xF) | packed[i - 4] >> 6 << 4;
  const int minimum = packed[i + 4] >> 4 | packed[i] >> 6 << 4;
  return {static_cast<double>(scale), static_cast<double>(minimum)};
}

void DecodeQ45K(const std::uint8_t* block, bool has_fifth, double* to) {
  const double scale = HalfAt(block);
  const double minimum = HalfAt(block + 2);
  const std::uint8_t* const packed = block + 4;
  const std::uint8_t* const fifth = block + 16;
  const std::uint8_t* const digits = has_fifth ? block + 48 : block + 16;
  for (std::size_t part = 0; part < 8; ++part) {
    const ScaleAndMinimum pair = PairAt(packed, part);
    const double part_scale = scale * pair.scale;
    const double part_minimum = minimum * pair.minimum;
    for (std::size_t i = 0; i < 32; ++i) {
      const std::uint8_t byte = digits[part / 2 * 32 + i];
      int digit = part % 2 == 0 ? byte & 0xF : byte >> 4;
      if (has_fifth) digit |= (fifth[i] >> part & 1) << 4;
      to[part * 32 + i] = part_scale * static_cast<double>(digit) - part_minimum;
    }
  }
}

void DecodeQ6K(const std::uint8_t* block, double* to) {
  const double scale = HalfAt(block + 208);
  for (std::size_t half = 0; half < 2; ++half) {
    const std::uint8_t* const low = block + half * 64;
    const std::uint8_t* const high = block + 128 + half * 32;
    const std::uint8_t* const scales = block + 192 + half * 8;
    for (std::size_t part = 0; part < 4; ++part) {
      for (std::size_t i = 0; i < 32; ++i) {
        const std::uint8_t byte = low[part % 2 * 32 + i];
        const int digit = (part < 2 ? byte & 0xF : byte >> 4) | (high[i] >> 2 * part & 3) << 4;
        const auto part_scale = static_cast<double>(static_cast<std::int8_t>(scales[part * 2 + i / 16]));
        to[half * 128 + part * 32 + i] = scale * part_scale * static_cast<double>(digit - 32);
      }
    }
  }
}

void DecodeBlock(ElementFormat format, const std::uint8_t* block, double* to) {
  switch (format) {
    case ElementFormat::kQ80:
      return DecodeQ8_0(block, to);
    case ElementFormat::kQ40:
      return DecodeLegacy(block, false, false, to);
    case ElementFormat::kQ41:
      return DecodeLegacy(block, true, false, to);
    case ElementFormat::kQ50:
      return DecodeLegacy(block, false, true, to);
    case ElementFormat::kQ51:
      return DecodeLegacy(block, true, true, to);
    case ElementFormat::kQ4K:
      return DecodeQ45K(block, false, to);
    case ElementFormat::kQ5K:
      return DecodeQ45K(block, true, to);
    case ElementFormat::kQ6K:
      return DecodeQ6K(block, to);
    default:
      return;
  }
}

constexpr std::array<NamedFormat, 40> kGgufTypes = {{
    {ElementFormat::kFloat32, "F32"},       {ElementFormat::kFloat16, "F16"},
    {ElementFormat::kQ40, "Q4_0"},          {ElementFormat::kQ41, "Q4_1"},
    {ElementFormat::kUnread, "Q4_2"},       {ElementFormat::kUnread, "Q4_3"},
    {ElementFormat::kQ50, "Q5_0"},          {ElementFormat::kQ51, "Q5_1"},
    {ElementFormat::kQ80, "Q8_0"},          {ElementFormat::kUnread, "Q8_1"},
    {ElementFormat::kUnread, "Q2_K"},       {ElementFormat::kUnread, "Q3_K"},
    {ElementFormat::kQ4K, "Q4_K"},          {ElementFormat::kQ5K, "Q5_K"},
    {ElementFormat::kQ6K, "Q6_K"},          {ElementFormat::kUnread, "Q8_K"},
    {ElementFormat::kUnread, "IQ2_XXS"},    {ElementFormat::kUnread, "IQ2_XS"},
    {ElementFormat::kUnread, "IQ3_XXS"},    {ElementFormat::kUnread, "IQ1_S"},
    {ElementFormat::kUnread, "IQ4_NL"},     {ElementFormat::kUnread, "IQ3_S"},
    {ElementFormat::kUnread, "IQ2_S"},      {ElementFormat::kUnread, "IQ4_XS"},
    {ElementFormat::kUnread, "I8"},         {ElementFormat::kUnread, "I16"},
    {ElementFormat::kUnread, "I32"},        {ElementFormat::kUnread, "I64"},
    {ElementFormat::kFloat64, "F64"},       {ElementFormat::kUnread, "IQ1_M"},
    {ElementFormat::kBfloat16, "BF16"},     {ElementFormat::kUnread, "Q4_0_4_4"},
    {ElementFormat::kUnread, "Q4_0_4_8"},   {ElementFormat::kUnread, "Q4_0_8_8"},
    {ElementFormat::kUnread, "TQ1_0"},      {ElementFormat::kUnread, "TQ2_0"},
    {ElementFormat::kUnread, "IQ4_NL_4_4"}, {ElementFormat::kUnread, "IQ4_NL_4_8"},
    {ElementFormat::kUnread, "IQ4_NL_8_8"}, {ElementFormat::kUnread, "MXFP4"},
}};

}  // namespace

BlockShape BlockOf(ElementFormat format) {
  switch (format) {
    case ElementFormat::kFloat64:
      return {1, 8};
    case ElementFormat::kFloat32:
      return {1, 4};
    case ElementFormat::kFloat16:
    case ElementFormat::kBfloat16:
      return {1, 2};
    case ElementFormat::kQ80:
      return {32, 34};
    case ElementFormat::kQ40:
      return {32, 18};
    case ElementFormat::kQ41:
      return {32, 20};
    case ElementFormat::kQ50:
      return {32, 22};
    case ElementFormat::kQ51:
      return {32, 24};
    case ElementFormat::kQ4K:
      return {256, 144};
    case ElementFormat::kQ5K:
      return {256, 176};
    case ElementFormat::kQ6K:
      return {256, 210};
    case ElementFormat::kUnread:
      break;
  }
  return {};
}

void Decode(ElementFormat format, const std::uint8_t* bytes, std::size_t blocks, double* to) {
  switch (format) {
    case ElementFormat::kFloat64:
      return DecodeNumbers<8, Float64At>(bytes, blocks, to);
    case ElementFormat::kFloat32:
      return DecodeNumbers<4, Float32At>(bytes, blocks, to);
    case ElementFormat::kFloat16:
      return DecodeNumbers<2, HalfAt>(bytes, blocks, to);
    case ElementFormat::kBfloat16:
      return DecodeNumbers<2, Bfloat16At>(bytes, blocks, to);
    default:
      break;
  }
  const BlockShape shape = BlockOf(format);
  for (std::size_t i = 0; i < blocks; ++i) DecodeBlock(format, bytes + i * shape.bytes, to + i * shape.elements);
}

NamedFormat FormatOfGgufType(std::uint32_t type) { return type < kGgufTypes.size() ? kGgufTypes[type] : NamedFormat(); }

ElementFormat FormatOfDtype(std::string_view dtype) {
  if (dtype == "F64") return ElementFormat::kFloat64;
  if (dtype == "F32") return ElementFormat::kFloat32;
  if (dtype == "F16") return ElementFormat::kFloat16;
  if (dtype == "BF16") return ElementFormat::kBfloat16;
  return ElementFormat::kUnread;
}

}  // namespace llmzip::importer
