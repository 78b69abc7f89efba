// Limits: the constants of the .llz frame and the largest values its fields may have.
// Every field is checked against these before memory is allocated for it (docs/FORMAT.md).
#ifndef LLMZIP_FRAME_LIMITS_H_
#define LLMZIP_FRAME_LIMITS_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace llmzip {

/// A frame begins with "LLZ" and SUB, which ends text on some terminals; a full frame ends with "ZLL" and SUB.
inline constexpr std::array<std::uint8_t, 4> kFrameMagic = {0x4C, 0x4C, 0x5A, 0x1A};
inline constexpr std::array<std::uint8_t, 4> kFooterMagic = {0x5A, 0x4C, 0x4C, 0x1A};

inline constexpr std::uint8_t kFormatVersion = 2;     ///< written
inline constexpr std::uint8_t kOldFormatVersion = 1;  ///< read only

// Header.
inline constexpr std::uint64_t kMaxTable = std::uint64_t{1} << 32;
inline constexpr std::uint64_t kMaxPlans = 16;  ///< explicit specs
inline constexpr std::uint64_t kMaxSpecTextSize = 1024;
inline constexpr std::uint64_t kMaxEnvironmentSize = 1024;
inline constexpr std::uint64_t kMaxModels = 16;
inline constexpr std::size_t kShortDigestSize = 8;  ///< of a model's SHA-256
inline constexpr std::uint64_t kMaxModelNameSize = 64;
inline constexpr std::uint64_t kMaxLanes = 65535;
inline constexpr std::uint64_t kMaxBlockSize = std::uint64_t{1} << 40;

// Blocks.
inline constexpr std::uint64_t kMaxPlanNumber = std::uint64_t{1} << 32;
inline constexpr std::uint64_t kMaxLayoutSize = std::uint64_t{1} << 28;
inline constexpr std::uint64_t kMaxClasses = 64;
inline constexpr std::uint64_t kMaxStreams = 16;
inline constexpr std::uint64_t kMaxSegments = 65536;
inline constexpr std::uint64_t kMaxParameterSize = std::uint64_t{1} << 18;  ///< of a segment's kind or filter

inline constexpr std::size_t kCheckSize = 4;
inline constexpr std::size_t kFooterSize = 12;

/// No header is longer: fixed fields, table, plans, models, environment, block size, check. One with a model's name has
/// no plans; version 1's is shorter.
inline constexpr std::size_t kMaxHeaderSize =
    6 + 5 + 1 + kMaxPlans * (2 + kMaxSpecTextSize) + 1 + 32 * kMaxModels + 2 + kMaxEnvironmentSize + 6 + kCheckSize;

}  // namespace llmzip

#endif  // LLMZIP_FRAME_LIMITS_H_
