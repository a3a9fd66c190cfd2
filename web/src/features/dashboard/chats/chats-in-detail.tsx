import { ChatChart } from './chat-chart';
import { RecentChats } from './recent-chats';

/** What last happened, and how it went. */
export function ChatsInDetail() {
  return (
    <div className="grid grid-cols-2 items-start gap-5 max-lg:grid-cols-1">
      <RecentChats />
      <ChatChart />
    </div>
  );
}
