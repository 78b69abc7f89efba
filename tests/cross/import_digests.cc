// Imports checkpoints made here, of each family and form, and prints the SHA-256 of each model file: the same on every
// machine, for as long as the numerics version stays.
#include <cstdio>
#include <map>
#include <string>

#include "base/hexadecimal.h"
#include "import/import.h"
#include "io/memory_stream.h"
#include "model/model.h"
#include "support/made_checkpoint.h"

namespace {

void Print(const std::string& label, std::map<std::string, llmzip::Bytes> files, const std::string& file) {
  const llmzip::importer::FolderInMemory folder(std::move(files));
  llmzip::importer::ImportRequest request;
  request.file = file;
  llmzip::Bytes bytes;
  llmzip::MemorySink sink(&bytes);
  const auto imported = llmzip::importer::ImportModel(folder, request, sink);
  const std::string digest =
      imported.ok() ? llmzip::ToHexadecimal(llmzip::DigestOfModel(bytes)) : imported.status().message();
  std::printf("%s %s\n", label.c_str(), digest.c_str());
}

}  // namespace

int main() {
  for (const char* const family : {"llama", "mistral", "qwen2", "qwen3", "gpt2", "gpt_neox"}) {
    const llmzip::testing::MadeCheckpoint made(family, 1);
    Print(std::string(family) + "-folder", made.Folder("BF16", 2), "");
    if (made.family() != "mistral") Print(std::string(family) + "-gguf", {{"m.gguf", made.Gguf("F16")}}, "m.gguf");
  }
}
