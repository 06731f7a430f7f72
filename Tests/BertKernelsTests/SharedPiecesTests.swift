import BertKernels
import Foundation
import Synchronization
import Testing

/// Work that threads share piece by piece.
@Suite struct SharedPiecesTests {
  @Test("Every piece comes once, on a thread of the pool", arguments: [1, 2, 3], [0, 1, 2, 5, 24])
  func everyPiece(threads: Int, pieces: Int) {
    let pool = ThreadPool(threads: threads), seen = Mutex<[Int]>([])
    for _ in 0..<20 {
      seen.withLock { $0 = [] }
      pool.share(pieces) { piece, part in
        seen.withLock { $0.append((0..<threads).contains(part) ? piece : -1) }
      }
      #expect(seen.withLock { $0.sorted() } == Array(0..<pieces))
    }
  }

  /// The first piece ends when the others have, all of which but one are of its own thread's share.
  @Test func othersTakeWhatASlowThreadHasNotBegun() {
    let pool = ThreadPool(threads: 2), pieces = 8, done = Atomic<Int>(0)
    pool.share(pieces) { piece, _ in
      if piece == 0 {
        while done.load(ordering: .acquiring) < pieces - 1 { usleep(100) }
      } else {
        done.add(1, ordering: .releasing)
      }
    }
    #expect(done.load(ordering: .relaxed) == pieces - 1)
  }
}
