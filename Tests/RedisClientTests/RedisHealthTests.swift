import Testing

@testable import RedisClient

@Suite("Warnings about a server")
struct RedisHealthTests {
    @Test("An append-only file and no eviction are well")
    func well() {
        #expect(RedisHealth.judge(appendOnly: "yes", save: "", maxMemory: "0", policy: "allkeys-lru").isEmpty)
        #expect(RedisHealth.judge(appendOnly: "yes", save: "", maxMemory: "9", policy: "noeviction").isEmpty)
    }

    @Test("No persistence, snapshots alone and eviction are warned of")
    func warned() {
        let bare = RedisHealth.judge(appendOnly: "no", save: "", maxMemory: "9", policy: "volatile-ttl")
        #expect(bare == [.noPersistence, .mayEvict(policy: "volatile-ttl")])
        #expect(RedisHealth.judge(appendOnly: "no", save: "3600 1", maxMemory: "0", policy: "x") == [.snapshotsOnly])
    }

    @Test("Fewer replicas than each sign-in waits for are warned of")
    func replicas() {
        let said = "# Replication\r\nrole:master\r\nconnected_slaves:1\r\nslave0:ip=127.0.0.1,state=online\r\n"
        #expect(RedisHealth.judge(said, wanted: 1).isEmpty)
        #expect(RedisHealth.judge(said, wanted: 2) == [.tooFewReplicas(1, of: 2)])
        #expect(RedisHealth.judge("role:slave", wanted: 1) == [.tooFewReplicas(0, of: 1)])
    }
}
