import Foundation

/// An MPI library, loaded at run time. The program is built and started without one.
///
/// Handles such as `MPI_COMM_WORLD` are macros of each library's `mpi.h`: addresses of its globals in Open MPI, whole
/// numbers in MPICH and those that follow it, and small numbers in the standard's own binary interface (MPI 5.0,
/// chapter 20). Either is passed in a register, the numbers in its lower half.
struct MPILibrary {
  typealias Handle = UnsafeMutableRawPointer?

  /// The environment variable that names the library's file; an empty one counts as unset.
  static let variable = "BERTFT_MPI"

  /// Where it was found.
  let path: String
  /// The first line of the library's own words about its version.
  let version: String
  let handles: Handles

  /// The handles that are used.
  struct Handles {
    let world, float, byte, errorsReturn: Handle
    /// MPI_THREAD_FUNNELED: only one thread calls MPI.
    var funneled: Int32 = 1
  }

  private typealias Pointer = UnsafeMutableRawPointer?
  private typealias Counts = UnsafePointer<Int32>
  private let initialize: @convention(c) (Pointer, Pointer, Int32, UnsafeMutablePointer<Int32>) -> Int32
  private let finalizeAll: @convention(c) () -> Int32
  private let commRank: @convention(c) (Handle, UnsafeMutablePointer<Int32>) -> Int32
  private let commSize: @convention(c) (Handle, UnsafeMutablePointer<Int32>) -> Int32
  private let setErrorHandler: @convention(c) (Handle, Handle) -> Int32
  private let allgather: @convention(c) (Pointer, Int32, Handle, Pointer, Int32, Handle, Handle) -> Int32
  private let allgatherv: @convention(c) (Pointer, Int32, Handle, Pointer, Counts, Counts, Handle, Handle) -> Int32
  private let alltoallv:
    @convention(c) (Pointer, Counts, Counts, Handle, Pointer, Counts, Counts, Handle, Handle) -> Int32

  /// Opens the library that the environment names, or one in the usual places.
  ///
  /// - Parameter environment: The environment variables of the process.
  /// - Throws: `libraryMissing`, `libraryUnfit`.
  init(environment: [String: String]) throws(ParallelError) {
    let named = environment[Self.variable].flatMap { $0.isEmpty ? nil : $0 }
    let names = named.map { [$0] } ?? Self.usualNames(environment)
    var reasons: [String] = []
    for name in names {
      guard let library = dlopen(name, RTLD_NOW | RTLD_GLOBAL) else {
        reasons.append(dlerror().map { String(cString: $0) } ?? "\(name): cannot be opened")
        continue
      }
      try self.init(library, name: name)
      return
    }
    throw .libraryMissing(reason: named == nil ? "none of \(names.joined(separator: ", ")) was found" : reasons[0])
  }

  private init(_ library: UnsafeMutableRawPointer, name: String) throws(ParallelError) {
    func symbol<Function>(_ function: String, as type: Function.Type) throws(ParallelError) -> Function {
      guard let address = dlsym(library, function) else {
        throw .libraryUnfit(path: name, reason: "it has no \(function), so it is not MPI")
      }
      return unsafeBitCast(address, to: Function.self)
    }
    let tell = try symbol(
      "MPI_Get_library_version",
      as: (@convention(c) (UnsafeMutablePointer<CChar>, UnsafeMutablePointer<Int32>) -> Int32).self)
    var text = [CChar](repeating: 0, count: 8192), length: Int32 = 0
    guard tell(&text, &length) == 0 else { throw .libraryUnfit(path: name, reason: "its version cannot be read") }
    let said = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    version = said.split(separator: "\n").first.map(String.init) ?? said
    path = name
    handles = try Self.handles(library, name: name, version: said)
    initialize = try symbol("MPI_Init_thread", as: type(of: initialize))
    finalizeAll = try symbol("MPI_Finalize", as: type(of: finalizeAll))
    commRank = try symbol("MPI_Comm_rank", as: type(of: commRank))
    commSize = try symbol("MPI_Comm_size", as: type(of: commSize))
    setErrorHandler = try symbol("MPI_Comm_set_errhandler", as: type(of: setErrorHandler))
    allgather = try symbol("MPI_Allgather", as: type(of: allgather))
    allgatherv = try symbol("MPI_Allgatherv", as: type(of: allgatherv))
    alltoallv = try symbol("MPI_Alltoallv", as: type(of: alltoallv))
  }

  /// The names that are tried with the dynamic linker, those of the launcher's own MPI first.
  private static func usualNames(_ environment: [String: String]) -> [String] {
    let open = ["libmpi.so.40", "/usr/lib64/openmpi/lib/libmpi.so.40"]
    let mpich = ["libmpi.so.12", "libmpich.so.12", "/usr/lib64/mpich/lib/libmpi.so.12"], standard = ["libmpi_abi.so.1"]
    return environment["OMPI_COMM_WORLD_SIZE"] == nil ? mpich + standard + open : open + standard + mpich
  }

  /// The handles of the kind of library.
  private static func handles(
    _ library: UnsafeMutableRawPointer, name: String, version: String
  ) throws(ParallelError) -> Handles {
    func number(_ value: UInt) -> Handle { UnsafeMutableRawPointer(bitPattern: value) }
    // A library with the standard's interface may come from any maker, and tells that maker's version.
    if name.split(separator: "/").last?.hasPrefix("libmpi_abi.") == true {
      return Handles(
        world: number(0x101), float: number(0x210), byte: number(0x247), errorsReturn: number(0x143),
        funneled: 1024)
    }
    if version.contains("Open MPI") {
      let names = ["ompi_mpi_comm_world", "ompi_mpi_float", "ompi_mpi_byte", "ompi_mpi_errors_return"]
      let found = names.compactMap { dlsym(library, $0) }
      if found.count == names.count {
        return Handles(world: found[0], float: found[1], byte: found[2], errorsReturn: found[3])
      }
    } else if ["MPICH", "Intel(R) MPI", "MVAPICH"].contains(where: version.contains) {
      return Handles(
        world: number(0x4400_0000), float: number(0x4C00_040A), byte: number(0x4C00_010D),
        errorsReturn: number(0x5400_0001))
    }
    throw .libraryUnfit(
      path: name, reason: "'\(version.prefix(60))' is neither Open MPI nor MPICH, and lacks the standard's interface")
  }
}

// MARK: The functions, which return 0 on success

extension MPILibrary {
  /// Initializes MPI. From then on only the calling thread may call any function.
  func start() -> Int32 {
    var provided: Int32 = 0
    let status = initialize(nil, nil, handles.funneled, &provided)
    return status == 0 ? setErrorHandler(handles.world, handles.errorsReturn) : status
  }

  func end() -> Int32 { finalizeAll() }

  /// This process's number, and how many there are.
  func place() -> (status: Int32, rank: Int, ranks: Int) {
    var rank: Int32 = 0, ranks: Int32 = 1
    let status = commRank(handles.world, &rank)
    return (status == 0 ? commSize(handles.world, &ranks) : status, Int(rank), Int(ranks))
  }

  /// Gathers one number of each rank.
  func gather(_ value: Int32, into values: inout [Int32]) -> Int32 {
    var value = value
    let width = Int32(MemoryLayout<Int32>.size)
    return withUnsafeMutableBytes(of: &value) { own in
      values.withUnsafeMutableBytes {
        allgather(own.baseAddress, width, handles.byte, $0.baseAddress, width, handles.byte, handles.world)
      }
    }
  }

  /// Gathers the bytes of all ranks, one after the other.
  func gather(_ bytes: inout [UInt8], into all: inout [UInt8], counts: [Int32], places: [Int32]) -> Int32 {
    let count = Int32(bytes.count)
    return bytes.withUnsafeMutableBytes { own in
      all.withUnsafeMutableBytes {
        allgatherv(own.baseAddress, count, handles.byte, $0.baseAddress, counts, places, handles.byte, handles.world)
      }
    }
  }

  /// Gathers the floats of all ranks, one after the other.
  func gather(
    _ own: UnsafeBufferPointer<Float>, into all: UnsafeMutableBufferPointer<Float>, counts: [Int32], places: [Int32]
  ) -> Int32 {
    allgatherv(
      UnsafeMutableRawPointer(mutating: own.baseAddress), Int32(own.count), handles.float,
      UnsafeMutableRawPointer(all.baseAddress), counts, places, handles.float, handles.world)
  }

  /// Sends a range of floats to each rank, and receives one from each.
  func deal(
    _ values: UnsafeBufferPointer<Float>, counts: [Int32], places: [Int32],
    into target: UnsafeMutableBufferPointer<Float>, received: [Int32], at: [Int32]
  ) -> Int32 {
    alltoallv(
      UnsafeMutableRawPointer(mutating: values.baseAddress), counts, places, handles.float,
      UnsafeMutableRawPointer(target.baseAddress), received, at, handles.float, handles.world)
  }
}
