#include "io/plugin.h"

#include <dlfcn.h>

#include <filesystem>
#include <string_view>

namespace llmzip {
namespace {

#if defined(LLMZIP_SANITIZED)
constexpr int kOwnScope = 0;
#else
constexpr int kOwnScope = RTLD_DEEPBIND;
#endif

}  // namespace

StatusOr<void*> OpenPlugin(const PluginKind& kind, std::span<const std::string> candidates) {
  for (const std::string& path : candidates) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) continue;
    void* const plugin = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | (kind.own_scope ? kOwnScope : 0));
    if (plugin == nullptr) {
      const char* const why = dlerror();
      return Status::NotFound("cannot open " + kind.name + ": " + (why == nullptr ? path : why) + ": " + kind.remedy);
    }
    const auto* const version = static_cast<const char* const*>(dlsym(plugin, kind.version.c_str()));
    void* const function = dlsym(plugin, kind.function.c_str());
    if (version == nullptr || function == nullptr || *version != std::string_view(LLMZIP_VERSION)) {
      return Status::NotFound(kind.name + " " + path + " belongs to another version of llmzip");
    }
    return function;
  }
  return Status::NotFound(kind.wanted + " needs a plug-in that is not here, " + kind.file + ": " + kind.remedy);
}

}  // namespace llmzip
