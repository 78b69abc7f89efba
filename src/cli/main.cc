// The program: parses the command line, runs the command, and turns the outcome into an exit code.
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/command_line.h"
#include "cli/confinement.h"
#include "cli/model_folders.h"
#include "cli/plugin_files.h"
#include "cli/printable.h"
#include "io/progress_signal.h"
#include "io/signal_cleanup.h"
#include "io/standard_streams.h"

namespace llmzip::cli {
namespace {

ExitCode RunProgram(std::vector<std::string> words) {
  auto [parsed, display] = ParseCommandLine(std::move(words));
  if (!parsed.ok()) {
    Console console(RealFileSystem(), display);
    console.Fail("", parsed.status());
    return console.exit_code();
  }
  if (const auto* const request = std::get_if<TextRequest>(&*parsed)) {
    std::fwrite(request->text.data(), 1, request->text.size(), stdout);
    return ExitCode::kOk;
  }
  auto& [command, arguments] = std::get<Invocation>(*parsed);
  AskForPassiveWaiting();
  // What compresses may decode its own archive with the script that its user named, as `bench` does.
  const bool allow_scripts = arguments.allow_scripts || arguments.mode == Mode::kCompress;
  arguments.models = ModelsIn(ModelFolders(arguments.model_folders),
                              PluginFiles("LLMZIP_CHECKPOINTS", "llmzip_checkpoints.so"), allow_scripts);
  arguments.confine = Confine;
  Console console(RealFileSystem(), arguments.display);
  return command->run(arguments, console);
}

}  // namespace
}  // namespace llmzip::cli

int main(int argc, char** argv) {
  using llmzip::cli::ExitCode;
  if (!llmzip::FillClosedStandardStreams()) return static_cast<int>(ExitCode::kError);
  llmzip::InstallSignalCleanup();
  llmzip::InstallProgressSignal();
  ExitCode code = ExitCode::kError;
  try {
    const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
    code = llmzip::cli::RunProgram(llmzip::cli::WordsUnderName(argc > 0 ? argv[0] : "", words));
  } catch (const std::bad_alloc& /*error*/) {
    std::fputs("llmzip: out of memory: fewer threads (-T 1) or a lower level need less\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "llmzip: internal error: %s\n", llmzip::cli::Printable(error.what()).c_str());
  }
  // A full disk may show only now.
  if ((std::fflush(stdout) != 0 || std::ferror(stdout) != 0) && code == ExitCode::kOk) {
    std::perror("llmzip: standard output");
    code = ExitCode::kError;
  }
  return static_cast<int>(code);
}
