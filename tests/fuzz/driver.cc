// What libFuzzer calls, for every target: chooses the case, and lists the cases to ctest.
//
// LLMZIP_FUZZ_CASE names the case; without it the first byte of each input chooses one.
// `fuzz_NAME --write-tests FILE CORPUS SCRATCH` writes a CMake file with one add_test for each case, and the
// seeds into SCRATCH.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "fuzz/fuzz_target.h"

namespace llmzip::fuzz {
namespace {

std::string TestName(const std::string& program, const std::string& case_name) {
  return program + (case_name.empty() ? "" : "/" + case_name);
}

std::string FolderName(std::string case_name) {
  for (char& c : case_name) {
    if (c == ':' || c == '(' || c == ')' || c == ',' || c == '/') c = '_';
  }
  return case_name.empty() ? "all" : case_name;
}

void WriteSeeds(const Case& fuzz_case, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  std::size_t number = 0;
  for (const Bytes& seed : Seeds(fuzz_case.name)) {
    std::ofstream file(folder / ("seed" + std::to_string(number++)), std::ios::binary);
    file.write(reinterpret_cast<const char*>(seed.data()), static_cast<std::streamsize>(seed.size()));
  }
}

// As an element of a CMake list.
std::string Escaped(const std::string& name) {
  std::string escaped;
  for (const char c : name) escaped += c == ';' ? std::string("\\;") : std::string(1, c);
  return escaped;
}

struct Folders {
  const char* corpus;
  const char* scratch;
};

void WriteTest(const std::filesystem::path& program, const Case& fuzz_case, const Folders& folders, bool full,
               std::ofstream& file) {
  const std::string suffix = full ? "_full" : "";
  const std::string name = TestName(program.filename().string(), fuzz_case.name) + suffix;
  file << "add_test([[" << name << "]] [[" << std::filesystem::absolute(program).string() << "]]";
#if defined(LLMZIP_LIBFUZZER)
  // New finds go to the first folder: never to the source tree.
  const std::filesystem::path finds = std::filesystem::path(folders.scratch) / (FolderName(fuzz_case.name) + suffix);
  WriteSeeds(fuzz_case, finds);
  const std::size_t runs = full || fuzz_case.daily_runs == 0 ? fuzz_case.replays : fuzz_case.daily_runs;
  file << " -runs=" << runs << " -seed=1 -max_len=4096 [[" << finds.string() << "]]";
#else
  (void)WriteSeeds;
  (void)FolderName;
#endif
  if (std::filesystem::is_directory(folders.corpus)) file << " [[" << folders.corpus << "]]";
  file << ")\nset_tests_properties([[" << name << "]] PROPERTIES LABELS [[fuzz" << (full ? ";full" : "")
       << "]] TIMEOUT 300 ENVIRONMENT [[LLMZIP_FUZZ_CASE=" << Escaped(fuzz_case.name) << "]])\n";
}

int WriteTests(const std::filesystem::path& program, const char* tests, const Folders& folders) {
  std::ofstream file(tests);
  for (const Case& fuzz_case : Cases()) {
    WriteTest(program, fuzz_case, folders, false, file);
#if defined(LLMZIP_LIBFUZZER)
    if (fuzz_case.daily_runs != 0) WriteTest(program, fuzz_case, folders, true, file);
#endif
  }
  return file.good() ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace llmzip::fuzz

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  if (*argc == 5 && std::string_view((*argv)[1]) == "--write-tests") {
    std::exit(llmzip::fuzz::WriteTests((*argv)[0], (*argv)[2], {(*argv)[3], (*argv)[4]}));
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<llmzip::fuzz::Case> cases = llmzip::fuzz::Cases();
  static const char* const chosen = std::getenv("LLMZIP_FUZZ_CASE");
  llmzip::ByteView input(data, size);
  if (chosen != nullptr) {
    llmzip::fuzz::Run(chosen, input);
  } else if (!input.empty()) {
    llmzip::fuzz::Run(cases[input[0] % cases.size()].name, input.subspan(1));
  }
  return 0;
}
