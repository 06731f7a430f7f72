import ArgumentParser
import BertFT
import BertKernels

/// What a command that only infers computes in.
struct PrecisionOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("What the encoder computes in. (default: what its weights are stored in)", valueName: "p"))
  var precision: Precision?

  /// Tells what a person should know of it.
  func tell(_ console: Console) { precision.map(console.tell) }
}

/// What a command that trains an encoder computes in.
struct TrainingPrecisionOptions: ParsableArguments {
  @Option(
    name: .customLong("precision"),
    help: ArgumentHelp(
      "What the encoder computes in while it learns: bf16 is faster where the processor has a unit for it. The weights are fp32 either way. (default: fp32)",
      valueName: "p"))
  var kind: FloatPrecision?

  /// The library's word for it; nil where nothing was asked for.
  var precision: Precision? { kind?.precision }

  /// Tells what a person should know of it.
  func tell(_ console: Console) { precision.map(console.tell) }
}

/// What floats are computed in.
enum FloatPrecision: String, ExpressibleByArgument, CaseIterable {
  case fp32, bf16

  /// The library's word for it.
  var precision: Precision { self == .bf16 ? .bf16 : .fp32 }
}

extension Console {
  /// Tells where a format is asked for that the processor only emulates.
  func tell(_ precision: Precision) {
    if !precision.factors.hasUnit { note("this processor has no unit for bfloat16: emulated, no faster") }
  }
}
