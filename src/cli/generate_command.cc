// generate: draws bytes from a predictor (also one made from a codec) and writes them at once.
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "cli/command.h"
#include "eval/continuation.h"
#include "eval/generate.h"
#include "eval/generate_lane.h"
#include "eval/generate_tokens.h"
#include "io/file_sink.h"
#include "io/whole_file.h"
#include "plan/plan.h"

namespace llmzip::cli {
namespace {

StatusOr<std::unique_ptr<Predictor>> MakeChecked(const Plan& plan, std::uint64_t bytes, const Arguments& arguments,
                                                 Work* work) {
  const Shape shape = {.raw_size = bytes, .context = {.work = work, .kernel = arguments.kernel}};
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t memory, plan.PredictorMemoryBytes(shape));
  if (memory > arguments.limits.memory_bytes) {
    return Status::LimitExceeded("'" + plan.Text() + "' needs more memory than --memory-limit allows");
  }
  return plan.MakePredictor(shape);
}

// The tokeniser of a checkpoint that predicts tokens; null for all that predict bytes.
StatusOr<std::shared_ptr<const Tokeniser>> TokeniserOf(const Plan& plan) {
  if (plan.TokenModel() == nullptr) return std::shared_ptr<const Tokeniser>();
  LLMZIP_ASSIGN_OR_RETURN(const auto checkpoint, plan.TokenModel()->OpenCheckpoint());
  return std::shared_ptr<const Tokeniser>(checkpoint, checkpoint->tokeniser());
}

// Token by token, each shown as it comes; the checkpoint may end the text before `left` bytes.
Status WriteTokens(TokenGenerator& generator, std::uint64_t left, ByteSink& sink) {
  while (left > 0) {
    LLMZIP_ASSIGN_OR_RETURN(ByteView drawn, generator.Next());
    if (drawn.empty()) break;
    drawn = drawn.first(static_cast<std::size_t>(std::min<std::uint64_t>(left, drawn.size())));
    LLMZIP_RETURN_IF_ERROR(sink.Write(drawn));
    left -= drawn.size();
  }
  return Status::Ok();
}

Status GenerateTo(const Arguments& arguments, Console& console) {
  Bytes prefix;
  if (!arguments.prefix_file.empty()) {
    auto read = ReadWholeFile(console.file_system(), arguments.prefix_file);
    if (!read.ok()) return {read.status().code(), arguments.prefix_file + ": " + read.status().message()};
    prefix = *std::move(read);
  }
  const Continuation continuation = ContinuationOf(prefix, arguments.generate_bytes);
  const std::string spec = arguments.level ? std::string(continuation.spec) : arguments.spec;
  LLMZIP_ASSIGN_OR_RETURN(const Plan plan, ResolvePlan(spec, arguments.models));
  const std::uint64_t bytes = prefix.size() + arguments.generate_bytes;
  Work work;
  LLMZIP_ASSIGN_OR_RETURN(const auto predictor, MakeChecked(plan, bytes, arguments, &work));
  LLMZIP_ASSIGN_OR_RETURN(const auto tokeniser, TokeniserOf(plan));
  FileSink sink(console.file_system(), STDOUT_FILENO, /*sparse=*/false);
  const Learning learning = arguments.keeps_learning ? Learning::kFromDrawnToo : Learning::kFromPrefix;
  if (tokeniser != nullptr) {
    TokenGenerator generator(predictor.get(), tokeniser.get(), arguments.seed, arguments.temperature);
    LLMZIP_RETURN_IF_ERROR(generator.Feed(prefix));
    return WriteTokens(generator, arguments.generate_bytes, sink);
  }
  if (predictor->codes_lanes() && predictor->lanes() == 1) {
    const auto write = [&](std::uint8_t byte) { return sink.Write({&byte, 1}); };
    return GenerateLane(*predictor, prefix, arguments.generate_bytes, Sampler(arguments.seed, arguments.temperature),
                        work, write, learning, continuation.Lane());
  }
  if (predictor->alphabet_size() > 256 || predictor->lanes() != 1) {
    return Status::Unsupported("'" + spec + "' does not predict bytes");
  }
  Generator generator(predictor.get(), arguments.seed, arguments.temperature, learning, continuation.Lane());
  LLMZIP_RETURN_IF_ERROR(generator.Feed(prefix));
  // Byte by byte on a terminal, where people watch; elsewhere in fewer, larger writes.
  const std::uint64_t piece = console.IsTerminal(STDOUT_FILENO) ? 1 : 4096;
  Bytes drawn;
  for (std::uint64_t left = arguments.generate_bytes; left > 0; left -= drawn.size()) {
    drawn.resize(static_cast<std::size_t>(std::min(left, piece)));
    for (std::uint8_t& byte : drawn) {
      LLMZIP_ASSIGN_OR_RETURN(byte, generator.Next());
    }
    LLMZIP_RETURN_IF_ERROR(sink.Write(drawn));
  }
  return Status::Ok();
}

ExitCode RunGenerate(const Arguments& arguments, Console& console) {
  const Status status = GenerateTo(arguments, console);
  if (!status.ok()) console.Fail("", status);
  return console.exit_code();
}

}  // namespace

const Command kGenerateCommand = {
    .name = "generate",
    .summary = "draw bytes from a predictor, after a given text",
    .usage = "[OPTIONS]",
    .mode = Mode::kCompress,
    .options = kCheckpointOptions | kGenerateOptions | kModelOptions | kLimitOptions,
    .run = RunGenerate,
};

}  // namespace llmzip::cli
