// Limits: the constants of the .llz frame and the largest values its fields may have.
// Every field is held against these before anything is allocated for it (docs/FORMAT.md).
#ifndef LLMZIP_FRAME_LIMITS_H_
#define LLMZIP_FRAME_LIMITS_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace llmzip {

/// A frame begins with "LLZ" and SUB, which ends text on some terminals, and ends with "ZLL" and SUB.
inline constexpr std::array<std::uint8_t, 4> kFrameMagic = {0x4C, 0x4C, 0x5A, 0x1A};
inline constexpr std::array<std::uint8_t, 4> kFooterMagic = {0x5A, 0x4C, 0x4C, 0x1A};

inline constexpr std::uint8_t kFormatVersion = 1;

inline constexpr std::uint64_t kMaxSpecTextSize = 1024;
inline constexpr std::uint64_t kMaxEnvironmentSize = 1024;
inline constexpr std::uint64_t kMaxModels = 16;
inline constexpr std::uint64_t kMaxLanes = 65535;
inline constexpr std::uint64_t kMaxBlockSize = std::uint64_t{1} << 40;

inline constexpr std::size_t kCheckSize = 4;
inline constexpr std::size_t kFooterSize = 12;

/// No header is longer: fixed fields, spec, lanes, sizes, models, environment, check.
inline constexpr std::size_t kMaxHeaderSize =
    6 + 2 + kMaxSpecTextSize + 3 + 6 + 10 + 1 + 32 * kMaxModels + 2 + kMaxEnvironmentSize + kCheckSize;

}  // namespace llmzip

#endif  // LLMZIP_FRAME_LIMITS_H_
