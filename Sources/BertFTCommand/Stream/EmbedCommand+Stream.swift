import ArgumentParser
import BertExport
import BertFT
import BertStorage
import Foundation

extension EmbedCommand {
  /// Flags that do not apply to a stream, and whether they are given.
  var unfitForStream: [(flag: String, isGiven: Bool)] {
    [
      ("--out", out != nil), ("--postgres", postgres != nil), ("--table", table != nil), ("--format", format != nil),
      ("--quantize", quantize != nil), ("--id-column", idColumn != nil), ("--id-type", idType != .text),
      ("--carry", carry != nil), ("--shard", shard != nil), ("--resume", resume),
      ("--skip-finished", finished.skipFinished), ("--json", json),
      ("--profile", profiling.profile), ("--ranges", ranges != nil), ("--with-search", hybrid.withSearch != nil),
      ("--print-sql", hybrid.printSql), ("--index", hybrid.index != nil),
      ("--split-bytes", hybrid.splitBytes != nil),
    ]
  }

  /// Answers batches as they arrive.
  func answerStream(_ form: StreamForm, _ console: Console) throws {
    let embedder = try TextEmbedder(
      contentsOf: try model.directory(console: console), options: options, threads: compute.threadCount)
    for warning in embedder.notes { console.warn(warning) }
    var session = StreamSession(EmbeddingAnswers(embedder, model: model.recorded), streaming, columns)
    try session.run(form)
  }

  /// Whether the vectors go to standard output.
  var isStandardOutput: Bool { out == "-" }

  /// Checks the options of `--out -`.
  ///
  /// - Throws: `ValidationError` for formats that cannot be written in one pass or need a second file.
  func checkStandardOutput() throws {
    guard isStandardOutput else { return }
    switch format {
    case .jsonl, .fvecs, .pgvector: break
    case nil: throw ValidationError("--out -: standard output has no ending; give --format jsonl, fvecs or pgvector")
    case .npy, .safetensors:
      throw ValidationError(
        "--out -: the header of \(format?.rawValue ?? "") has the number of rows, which is known only after the last; "
          + "give --format jsonl, fvecs or pgvector")
    case .bulk: throw ValidationError("--out -: bulk has its mapping beside it; give a name, or --format jsonl")
    case .sqlite: throw ValidationError("--out -: a database is a file; give its name, or --format jsonl")
    }
    if resume { throw ValidationError("--resume is for a file: nothing is kept of standard output") }
    if json { throw ValidationError("--json is for a file: the vectors are on standard output themselves") }
    if quantize == .int8 {
      throw ValidationError("--quantize int8: the codes need the file OUT.json with their ranges; give a name to --out")
    }
    if format == .fvecs, idColumn != nil || carry != nil {
      throw ValidationError(
        "fvecs has no place for ids and columns, which would be in a second file; give --format jsonl or pgvector")
    }
  }

  /// Writes the vectors to standard output. A reader that closes the pipe ends the program quietly.
  func toStandardOutput(
    _ export: EmbeddingExport, _ input: inout ExportInput, progress: (ExportReport) -> Void
  ) throws -> ExportReport {
    do throws(ExportError) {
      return try export.run(&input, to: .standardOutput, progress: progress)
    } catch {
      if error.isReaderGone { Foundation.exit(ExitStatus.success.rawValue) }
      throw error
    }
  }
}

extension ExportError {
  /// Whether the reader has closed the pipe.
  fileprivate var isReaderGone: Bool {
    if case .output(let error) = self { error.fault == .io(operation: "write", code: EPIPE) } else { false }
  }
}
