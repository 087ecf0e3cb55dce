// What a host of the lab is made of, as shell scripts: what stays of it while it is off, and one start of it.

/**
 * What stays of a host while it is off: its disk, in memory, and its network. It starts at each line that is read, and again
 * where the kernel says by a hang-up that it wants to: reboot(2). Arguments as of `start`, which is $6.
 */
export const keep: string = `
set -eu
mount -t tmpfs -o mode=755,size=3g tmpfs "$2"
mkdir "$2/upper" "$2/work" "$2/root"
echo kept
while read -r _; do
  ended=129
  while [ "$ended" = 129 ]; do
    ended=0
    setpriv --pdeathsig KILL unshare --fork --kill-child --propagation private --mount --uts --ipc --pid --cgroup \
      sh -c "$6" start "$1" "$2" "$3" "$4" "$5" < /dev/null || ended=$?
  done
  echo off
done
`;

/** $1 base, $2 the folder of the disk, $3 name, $4 init, $5 shown. Each start has a number of its own, as a machine's has. */
export const start: string = `
set -eu
mount -t overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" overlay "$2/root"
cd "$2/root"
mount -t proc -o nosuid,nodev,noexec proc proc
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs sys
mount -t tmpfs -o mode=755,nosuid tmpfs dev
for device in null zero full random urandom tty; do
  : > "dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mount -t tmpfs -o mode=755,nosuid,nodev tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
cat /proc/sys/kernel/random/uuid > run/boot-id
mount --bind -o ro run/boot-id proc/sys/kernel/random/boot_id
mount -t cgroup2 -o nosuid,nodev,noexec cgroup2 sys/fs/cgroup 2>/dev/null || true
mkdir -p lab
mount --bind -o ro "$5" lab
echo "$3" > etc/hostname
hostname "$3"
pivot_root . mnt
cd /
umount -l /mnt
echo ready
if [ "$4" = systemd ]; then
  exec env -i container=lab PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --log-target=console --show-status=no
fi
exec sleep infinity
`;
