import Foundation
import Testing

/// `bertft train --parts`, by one process and by those that `mpirun` starts.
struct ParallelTests {
  private func weights(_ bundle: String) -> Data? {
    FileManager.default.contents(atPath: bundle + "/model.safetensors")
  }

  private func options(_ bundle: String) throws -> [String: Any] {
    let record = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: bundle + "/bertft.json")))
    return try #require((record as? [String: Any])?["options"] as? [String: Any])
  }

  // MARK: One process

  @Test func partsAreOfTheRunAndOfTheBundle() throws {
    let folder = try Folder(), data = try Fixture.reviews.get()
    func arguments(_ name: String, _ more: [String]) throws -> [String] {
      try Fixture.training(data, out: folder.path(name), epochs: 1) + more
    }
    let parts = try Program.run(arguments("parts", ["--parts", "4"]))
    #expect(parts.status == 0 && parts.errors.contains("the sum of those of 4 parts"), "\(parts)")
    #expect(try options(folder.path("parts"))["parts"] as? Int == 4)
    for (name, more) in [("plain", []), ("one", ["--parts", "1"])] {
      let told = try Program.run(arguments(name, more))
      #expect(told.status == 0 && !told.errors.contains("parts"), "\(told)")
      #expect(try options(folder.path(name))["parts"] == nil)
    }
    #expect(weights(folder.path("one")) == weights(folder.path("plain")))
    #expect(weights(folder.path("parts")) != weights(folder.path("plain")))
  }

  @Test(
    arguments: [
      (["--parts", "3"], "--parts"), (["--parts", "0"], "--parts"), (["--parts", "128"], "--parts"),
      (["--parts", "2", "--method", "features"], "finetune, lora and bitfit"),
      (["--parts", "2", "--method", "setfit"], "finetune, lora and bitfit"),
      (["--parts", "2", "--method", "auto"], "finetune, lora and bitfit"),
      (["--parts", "2", "--mixup", "0.1"], "--mixup"), (["--parts", "2", "--anchor", "-"], "--anchor-weight"),
      (["--step-timeout", "0"], "--step-timeout"), (["--distributed", "all"], "--distributed"),
    ] as [([String], String)])
  func refuses(_ more: [String], says words: String) throws {
    let folder = try Folder()
    let told = try Program.run(try Fixture.training(try Fixture.reviews.get(), out: folder.path("out")) + more)
    #expect(told.status == 64 && told.errors.contains(words), "\(told)")
  }

  /// Without MPI one process trains by itself, and who asks for MPI is told how to get it.
  @Test func mpiIsNotNeeded() throws {
    let folder = try Folder(), missing = ["BERTFT_MPI": "/nowhere/libmpi.so"]
    func arguments(_ more: [String]) throws -> [String] {
      try Fixture.training(try Fixture.reviews.get(), out: folder.path("out"), epochs: 1) + more
    }
    #expect(try Program.run(arguments([]), environment: missing).status == 0)
    let asked = try Program.run(arguments(["--distributed", "mpi"]), environment: missing)
    #expect(asked.status == 69 && asked.errors.contains("apt-get install openmpi-bin"), "\(asked)")
    // As a launcher starts it.
    let started = missing.merging(["OMPI_COMM_WORLD_SIZE": "2"]) { $1 }
    #expect(try Program.run(arguments(["--parts", "2"]), environment: started).status == 69)
    #expect(try Program.run(arguments(["--distributed", "none"]), environment: started).status == 0)
    let library = try Program.run(
      arguments(["--distributed", "mpi"]), environment: ["BERTFT_MPI": "libz.so.1"])
    #expect(library.status == 69 && library.errors.contains("libz.so.1"), "\(library)")
  }

  // MARK: Several processes

  /// `mpirun`, where it is installed.
  static let launcher = ["/usr/bin/mpirun", "/usr/local/bin/mpirun"].first(
    where: FileManager.default.isExecutableFile(atPath:))

  /// Starts the program on so many ranks. They run as whoever tests, and on fewer cores than there may be ranks.
  ///
  /// - Parameter others: The arguments of the last rank, where they are others.
  private func start(_ ranks: Int, _ arguments: [String], others: [String]? = nil) throws -> Program.Running {
    let launcher = try #require(Self.launcher), program = Program.url.path
    let first = ["-n", "\(others == nil ? ranks : ranks - 1)", program] + arguments
    return try Program.start(
      ["--oversubscribe", "--bind-to", "none"] + first + (others.map { [":", "-n", "1", program] + $0 } ?? []),
      executable: URL(fileURLWithPath: launcher),
      environment: [
        "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
        // Containers may not let a process read another's memory.
        "OMPI_MCA_btl_vader_single_copy_mechanism": "none",
      ])
  }

  @Test(.enabled(if: launcher != nil, "needs mpirun")) func anyNumberOfRanksGivesTheSameBytes() throws {
    let folder = try Folder(), data = try Fixture.reviews.get(), one = folder.path("one")
    #expect(try Program.run(try Fixture.training(data, out: one) + ["--parts", "8"]).status == 0)
    for ranks in [2, 4] {
      let out = folder.path("ranks-\(ranks)")
      let told = try start(
        ranks, try Fixture.training(data, out: out) + ["--parts", "8"] + (ranks == 2 ? ["--log-ranks"] : [])
      ).wait()
      #expect(told.status == 0, "\(told)")
      #expect(weights(out) == weights(one), "\(ranks) ranks")
      // The first alone speaks, unless all are asked to.
      #expect(told.output.components(separatedBy: "Validation").count == 2, "\(told)")
      #expect(told.errorLines.count { $0.contains("parts       each") } == (ranks == 2 ? 2 : 1), "\(told)")
      #expect(told.errors.contains("rank 1: ") == (ranks == 2), "\(told)")
    }
    let few = try start(2, try Fixture.training(data, out: folder.path("few"))).wait()
    #expect(few.status == 64 && few.errors.contains("--parts 1: there are 2 ranks"), "\(few)")
  }

  @Test(.enabled(if: launcher != nil, "needs mpirun")) func otherDataOnOneRankIsRefused() throws {
    let folder = try Folder(), out = folder.path("out")
    let other = try folder.write(Reviews.csv(rows: 63), as: "other.csv")
    let told = try start(
      2, try Fixture.training(try Fixture.reviews.get(), out: out) + ["--parts", "2"],
      others: try Fixture.training(other, out: out) + ["--parts", "2"]
    ).wait()
    #expect(
      told.status == 65 && told.errors.contains("the data, or its division, is not the same on rank 1"), "\(told)")
    #expect(!FileManager.default.fileExists(atPath: out))
  }

  /// A rank that is killed ends all; one that is silent, as behind a cut link, ends the others with 75. Other numbers of ranks
  /// go on to the bytes of one process.
  @Test(.enabled(if: launcher != nil, "needs mpirun")) func killedAndSilentRanks() throws {
    let folder = try Folder(), data = try folder.write(Reviews.csv(rows: 200), as: "data.csv")
    func arguments(_ name: String) throws -> [String] {
      try Fixture.training(data, out: folder.path(name), epochs: 12) + ["--parts", "8", "--step-timeout", "4"]
    }
    #expect(try Program.run(try arguments("whole")).status == 0)
    var resume: [String] = []
    for (ranks, signal) in [(2, SIGKILL), (3, SIGSTOP)] {
      let running = try start(ranks, try arguments("cut") + resume)
      while running.process.isRunning, !running.errorsSoFar.contains(resume.isEmpty ? "epoch 2 " : "epoch 5 ") {
        Thread.sleep(forTimeInterval: 0.01)
      }
      let found = try Program.shell("pgrep -P \(running.process.processIdentifier)")
      let last = try #require(found.outputLines.last.flatMap { Int32($0) }, "\(found)")
      kill(last, signal)
      let told = try running.wait()
      if signal == SIGKILL {
        #expect(told.status != 0, "\(told)")
      } else {
        #expect(told.status == 75 && told.errors.contains("no answer from the other ranks for 4"), "\(told)")
      }
      kill(last, SIGKILL)
      #expect(!FileManager.default.fileExists(atPath: folder.path("cut") + "/model.safetensors"))
      resume = ["--resume"]
    }
    let resumed = try Program.run(try arguments("cut") + resume)
    #expect(resumed.status == 0, "\(resumed)")
    #expect(weights(folder.path("cut")) == weights(folder.path("whole")))
  }
}
