#include "tokenisers/sentencepiece_library.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>

namespace llmzip {
namespace {

// The sanitizers' run time refuses a scope of one's own, and libtorch is not there under sanitizers.
#if defined(LLMZIP_SANITIZED)
constexpr int kScope = 0;
#else
constexpr int kScope = RTLD_DEEPBIND;
#endif

std::filesystem::path ModulePath() {
  constexpr std::string_view kFile = "llmzip_sentencepiece.so";
  const char* const given = std::getenv("LLMZIP_SENTENCEPIECE");  // NOLINT(concurrency-mt-unsafe): nobody sets it here
  if (given != nullptr && *given != '\0') return given;
  static const char kHere = 0;
  Dl_info here{};
  if (dladdr(&kHere, &here) == 0 || here.dli_fname == nullptr) return kFile;
  std::error_code error;
  const auto file = std::filesystem::canonical(here.dli_fname, error);
  return (error ? std::filesystem::path(here.dli_fname) : file).parent_path() / kFile;
}

}  // namespace

StatusOr<std::unique_ptr<SentencePieceEncoder>> NewSentencePieceEncoder(const std::string& model) {
  constexpr std::string_view kRemedy = ": install SentencePiece (Debian: libsentencepiece0), or use a tokenizer.json";
  const std::filesystem::path path = ModulePath();
  void* const module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | kScope);
  if (module == nullptr) {
    return Status::NotFound("tokenizer.model needs a module that does not open: " + std::string(dlerror()) +
                            std::string(kRemedy));
  }
  const auto function = reinterpret_cast<NewSentencePieceEncoderFunction>(dlsym(module, kNewSentencePieceEncoderName));
  if (function == nullptr) return Status::NotFound(path.string() + " is no module of this program");
  const std::unique_ptr<StatusOr<std::unique_ptr<SentencePieceEncoder>>> encoder(function(model));
  return std::move(*encoder);
}

}  // namespace llmzip
