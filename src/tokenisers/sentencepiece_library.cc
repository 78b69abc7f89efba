#include "tokenisers/sentencepiece_library.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>

#include "io/plugin.h"

namespace llmzip {
namespace {

constexpr std::string_view kFile = "llmzip_sentencepiece.so";

std::string ModulePath() {
  const char* const given = std::getenv("LLMZIP_SENTENCEPIECE");  // NOLINT(concurrency-mt-unsafe): nobody sets it here
  if (given != nullptr && *given != '\0') return given;
  static const char marker = 0;
  Dl_info here{};
  if (dladdr(&marker, &here) == 0 || here.dli_fname == nullptr) return std::string(kFile);
  std::error_code error;
  const auto file = std::filesystem::canonical(here.dli_fname, error);
  return ((error ? std::filesystem::path(here.dli_fname) : file).parent_path() / kFile).string();
}

}  // namespace

StatusOr<std::unique_ptr<SentencePieceEncoder>> NewSentencePieceEncoder(const std::string& model) {
  const PluginKind kind = {
      .name = "the SentencePiece module",
      .file = std::string(kFile),
      .version = kSentencePieceVersionName,
      .function = kNewSentencePieceEncoderName,
      .wanted = "tokenizer.model",
      .remedy = "install SentencePiece (Debian: libsentencepiece0), or put a tokenizer.json beside it",
      .own_scope = true,
  };
  const std::string path = ModulePath();
  LLMZIP_ASSIGN_OR_RETURN(void* const function, OpenPlugin(kind, {&path, 1}));
  const std::unique_ptr<StatusOr<std::unique_ptr<SentencePieceEncoder>>> encoder(
      reinterpret_cast<NewSentencePieceEncoderFunction>(function)(model));
  if (encoder == nullptr) return Status::OutOfMemory();
  return std::move(*encoder);
}

}  // namespace llmzip
