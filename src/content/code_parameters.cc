#include "content/code_parameters.h"

#include <limits>

#include "base/varint.h"

namespace llmzip {

StatusOr<CodeParameters> CodeParameters::Parse(ByteView parameters) {
  const auto address = TakeVarint(&parameters);
  if (!address.has_value() || *address > std::numeric_limits<std::uint32_t>::max() || !parameters.empty()) {
    return Status::Corrupt("segment of machine code: its address is out of range");
  }
  return CodeParameters{static_cast<std::uint32_t>(*address)};
}

Bytes CodeParameters::Serialised() const {
  Bytes bytes;
  AppendVarint(address, &bytes);
  return bytes;
}

std::string CodeParameters::Describe() const { return "from address " + std::to_string(address); }

}  // namespace llmzip
