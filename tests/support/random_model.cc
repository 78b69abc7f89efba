#include "support/random_model.h"

#include <bit>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/little_endian.h"
#include "model/model_writer.h"

namespace llmzip::testing {
namespace {

using Generator = std::mt19937;  // its sequence is part of the standard

int Between(Generator& random, int lowest, int highest) {
  const auto span = static_cast<std::uint32_t>(highest - lowest + 1);
  return lowest + static_cast<int>(random() % span);
}

void AppendFloat(float value, Bytes* out) {
  out->resize(out->size() + sizeof(float));
  StoreLittleEndian(std::bit_cast<std::uint32_t>(value), out->data() + out->size() - sizeof(float));
}

// The magnitude that keeps a network's activations sane, as a multiple of 1/1024.
std::pair<int, int> FloatRange(const std::string& name) {
  if (name.ends_with("decay_rate")) return {512, 8192};
  if (name.ends_with("temperature")) return {2048, 8192};
  if (name.ends_with("gain")) return {700, 1300};
  if (name.ends_with("convolution")) return {-700, 700};
  return {-1024, 1024};
}

Bytes FloatsOf(const TensorShape& shape, std::uint64_t columns, std::uint64_t elements, Generator& random) {
  Bytes bytes;
  if (shape.name.ends_with(".scale")) {
    // Weights are uniform in ±127, so a row's product has about the size of its input.
    std::uint32_t root = 1;
    while (root * root < columns) ++root;
    for (std::uint64_t i = 0; i < elements; ++i)
      AppendFloat(static_cast<float>(Between(random, 768, 1280)) / static_cast<float>(73 * 1024 * root), &bytes);
    return bytes;
  }
  const auto [lowest, highest] = FloatRange(shape.name);
  for (std::uint64_t i = 0; i < elements; ++i)
    AppendFloat(static_cast<float>(Between(random, lowest, highest)) / 1024.0F, &bytes);
  return bytes;
}

Bytes PhasesOf(std::uint64_t count) {
  // From half a radian a step downwards by 5/8 each time.
  Bytes bytes(count * sizeof(std::uint32_t));
  std::uint64_t phase = 341782638;
  for (std::uint64_t i = 0; i < count; ++i, phase = phase * 5 / 8)
    StoreLittleEndian(static_cast<std::uint32_t>(phase), bytes.data() + i * sizeof(std::uint32_t));
  return bytes;
}

}  // namespace

Bytes RandomModelFile(const NetworkConfig& config, std::uint32_t seed, const Metadata& metadata) {
  Generator random(seed);
  std::vector<TensorBytes> tensors;
  std::uint64_t columns = 1;  // of the matrix whose scales come next
  for (const TensorShape& shape : TensorsOf(config)) {
    std::uint64_t elements = 1;
    for (const std::uint64_t dimension : shape.dimensions) elements *= dimension;
    Bytes bytes;
    if (shape.type == ElementType::kInt8) {
      columns = shape.name.starts_with("embedding") ? 1 : shape.dimensions[1];
      for (std::uint64_t i = 0; i < elements; ++i)
        bytes.push_back(static_cast<std::uint8_t>(static_cast<std::int8_t>(Between(random, -127, 127))));
    } else if (shape.type == ElementType::kUint32) {
      bytes = PhasesOf(elements);
    } else {
      bytes = FloatsOf(shape, columns, elements, random);
    }
    tensors.push_back({shape.name, std::string(DtypeName(shape.type)), shape.dimensions, std::move(bytes)});
  }
  return WriteModel(config, metadata, tensors);
}

std::shared_ptr<const Model> RandomModel(const NetworkConfig& config, std::uint32_t seed) {
  return *Model::Parse(RandomModelFile(config, seed));
}

}  // namespace llmzip::testing
