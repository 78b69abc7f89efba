#include "checkpoints/placement.h"

#include <ATen/Context.h>
#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <string_view>

namespace llmzip::checkpoints {
namespace {

struct NamedType {
  std::string_view name;
  at::ScalarType dtype;
};
constexpr std::array kTypes = {NamedType{"float32", at::kFloat}, NamedType{"bfloat16", at::kBFloat16},
                               NamedType{"float16", at::kHalf}};

std::string WithoutSpaces(std::string_view text) {
  std::string plain(text.substr(0, 64));
  std::ranges::replace_if(
      plain, [](char c) { return c <= ' ' || c > '~' || c == '='; }, '-');
  return plain;
}

/// From the driver, by its C interface, which is the same in every version; its headers are not needed.
std::string CardName(int index) {
  void* const driver = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
  if (driver == nullptr) return {};
  using GetName = int (*)(char*, int, int);
  const auto get_name = reinterpret_cast<GetName>(dlsym(driver, "cuDeviceGetName"));
  std::array<char, 128> name = {};
  const bool known = get_name != nullptr && get_name(name.data(), static_cast<int>(name.size()) - 1, index) == 0;
  dlclose(driver);
  return known ? WithoutSpaces(name.data()) : std::string();
}

}  // namespace

StatusOr<at::ScalarType> DtypeNamed(const std::string& name) {
  if (name.empty()) return at::kFloat;
  for (const NamedType& type : kTypes) {
    if (type.name == name) return type.dtype;
  }
  return Status::InvalidArgument("dtype '" + name + "': checkpoints compute in float32, bfloat16 or float16");
}

std::string DtypeText(at::ScalarType dtype) {
  for (const NamedType& type : kTypes) {
    if (type.dtype == dtype) return std::string(type.name);
  }
  return at::toString(dtype);
}

StatusOr<at::Device> DeviceNamed(const std::string& name) {
  if (name.empty() || name == "cpu") return at::Device(at::kCPU);
  const std::string_view rest = std::string_view(name).substr(std::min<std::size_t>(4, name.size()));
  unsigned index = 0;
  bool known = name.starts_with("cuda");
  if (known && !rest.empty()) {
    const char* const end = rest.data() + rest.size();
    known = rest.size() > 1 && rest[0] == ':' && std::from_chars(rest.data() + 1, end, index).ptr == end && index < 128;
  }
  if (!known) return Status::InvalidArgument("device '" + name + "': there are cpu, cuda and cuda:N");
  if (!at::hasCUDA()) {
    return Status::Unsupported("device '" + name + "': this libtorch finds no CUDA device here");
  }
  if (static_cast<std::size_t>(at::getNumGPUs()) <= index) {
    return Status::Unsupported("device '" + name + "': there are fewer devices here");
  }
  return at::Device(at::kCUDA, static_cast<at::DeviceIndex>(index));
}

std::string ModelOf(at::Device device) {
  if (device.is_cuda()) return CardName(device.index());
  return {};
}

}  // namespace llmzip::checkpoints
