// NetworkConfig: the shape of a native network: which tensors a model file must have, but nothing about their values.
//
// Decoder, trainer and model reader take the names and shapes of tensors from here, so that they cannot disagree. What
// the numbers mean is in src/predictors/net/net.spec.md. Pure values; thread-safe.
#ifndef LLMZIP_MODEL_NETWORK_CONFIG_H_
#define LLMZIP_MODEL_NETWORK_CONFIG_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "llmzip/status.h"

namespace llmzip {

/// kHybrid: pre-norm blocks, each a gated delta rule or windowed attention, then a squared-ReLU layer.
/// kPaper: the decoder-only Transformer of "Language Modeling Is Compression".
/// kPatch: 8-bit pictures in patches of `chunk` bytes: squared-ReLU layers over the pixels around the next one, with
/// or without a gated delta rule each, which remembers the patch so far.
/// kWave: 8-bit sound: the same over the last `window` samples.
enum class Architecture : std::uint8_t { kHybrid, kPaper, kPatch, kWave };

/// "hybrid", "paper", "patch", "wave".
std::string_view ArchitectureName(Architecture architecture);

enum class ElementType : std::uint8_t { kInt8, kFloat32, kUint32, kUint8 };

struct NetworkConfig {
  Architecture architecture = Architecture::kHybrid;
  std::uint32_t width = 0;   ///< of the residual stream: a multiple of 16, 16 … 1024
  std::uint32_t heads = 0;   ///< divides width into heads of 8, 16, 32, 64 or 128; 1 if all layers are 'F'
  std::uint32_t hidden = 0;  ///< of the feed-forward layers: a multiple of 16, 16 … 8192
  /// A letter each, 1 … 32: 'D' gated delta rule, 'A' attention, 'F' neither, before the squared-ReLU layer; kHybrid:
  /// 'D' and 'A', kPaper: 'A', kPatch and kWave: 'D' and 'F'.
  std::string layers;
  /// Positions attention sees, the newest included; kPatch: pixels of a row; kWave: samples seen. A
  /// multiple of 16, 16 … 8192.
  std::uint32_t window = 0;

  /// A lane's state is reset after this many bytes; 0: never. kPaper: at most `window`; kPatch: whole rows, at most
  /// kMaxPatch.
  std::uint32_t chunk = 0;
  /// The number of newest bytes that are fed again after such a reset, less than chunk, at most 8192; 0: none.
  std::uint32_t overlap = 0;

  bool operator==(const NetworkConfig&) const = default;

  [[nodiscard]] std::uint32_t head_width() const { return width / heads; }

  /// kInvalidArgument naming the first field out of its range.
  [[nodiscard]] Status Check() const;
};

/// Bytes of a patch (kPatch), at most.
inline constexpr std::uint32_t kMaxPatch = 1U << 16;

/// The pixels a kPatch network sees: kPatchReach rows above, as many columns to either side, and those to the left.
inline constexpr std::uint32_t kPatchReach = 7;
inline constexpr std::uint32_t kPatchInputs = kPatchReach * (2 * kPatchReach + 1) + kPatchReach;

/// Rows of a kPatch network's embedding: 256 values, then places: by phase in a JPEG's block of 8 × 8, by row, by
/// column.
inline constexpr std::uint32_t kPatchPhases = 64;
inline constexpr std::uint32_t kPatchRowKinds = kPatchReach + 1;
inline constexpr std::uint32_t kPatchColumnKinds = 2 * kPatchReach + 1;

/// A kWave network's embedding has rows for 256 values, then for how many samples there are.
inline constexpr std::uint32_t kWavePlaces = 8;

/// One tensor of a model file: row-major, at most two dimensions.
struct TensorShape {
  std::string name;
  ElementType type = ElementType::kFloat32;
  std::vector<std::uint64_t> dimensions;
};

/// Every tensor a quantised model of this shape has, in file order. `config` must pass Check. An int8 matrix
/// "X.weight" [rows, columns] is always followed by "X.scale" [rows], float32.
std::vector<TensorShape> TensorsOf(const NetworkConfig& config);

/// The number of parameters: elements of all tensors except scales and phases.
std::uint64_t ParameterCount(const NetworkConfig& config);

/// Whether any layer has heads.
bool HasHeads(const NetworkConfig& config);

/// Whether inputs are taken as numbers: kPatch, kWave.
bool SeesSamples(const NetworkConfig& config);

/// Of networks that see samples: how many before each, and how many bytes a lane has to remember for it.
std::uint32_t SampleInputs(const NetworkConfig& config);
std::uint32_t SampleMemory(const NetworkConfig& config);

/// The begin-of-lane symbol: the embedding has a row for it after those of the 256 bytes.
inline constexpr std::uint32_t kBeginSymbol = 256;

}  // namespace llmzip

#endif  // LLMZIP_MODEL_NETWORK_CONFIG_H_
