import type { FrameLocator, Locator, Page } from 'playwright-core';

/** A loaded workbench, used as a user does. */
export class Workbench {
  constructor(readonly page: Page) {}

  /** Opens a workbench; returns when it is ready. */
  static async open(page: Page, url: string): Promise<Workbench> {
    await page.goto(url);
    await page.locator('.monaco-workbench').waitFor({ timeout: 90_000 });
    return new Workbench(page);
  }

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  /** The status bar entry with this text. */
  status(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text });
  }

  /** Runs a command by its title. A key press can get lost while the focus moves, so everything before Enter is repeated. */
  async run(title: string): Promise<void> {
    const input = this.quickInput.locator('input[type="text"]').first();
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.page.keyboard.press('F1');
        await input.waitFor({ state: 'visible', timeout: 2500 });
        await input.fill(`>${title}`, { timeout: 2500 });
        await this.choice(title).waitFor({ timeout: 5000 });
        break;
      } catch (error) {
        if (attempt > 6) throw error;
        await this.page.keyboard.press('Escape');
        await this.page.locator('.part.statusbar').click({ position: { x: 700, y: 10 } });
      }
    }
    // VS Code sorts the list by how well it thinks the titles match.
    await this.choice(title).click();
  }

  /** A row of the open list. */
  choice(text: string | RegExp): Locator {
    return this.quickInput.locator('.monaco-list-row').filter({ hasText: text }).first();
  }

  /** Types into the open input and accepts it. */
  async answer(text: string): Promise<void> {
    const input = this.quickInput.locator('input[type="text"]').first();
    await input.waitFor({ state: 'visible' });
    await input.fill(text);
    await input.press('Enter');
  }

  /** A notification with this text. */
  toast(text: string | RegExp): Locator {
    return this.page
      .locator('.notifications-toasts .notification-list-item')
      .filter({ hasText: text })
      .first();
  }

  /** Closes what a test opened. */
  async clean(): Promise<void> {
    // Escape hides a notification, so count it before.
    const told = (await this.toast(/./).count()) > 0;
    await this.page.keyboard.press('Escape');
    if ((await this.page.locator('.editor-group-container .tab').count()) > 0)
      await this.run('View: Close All Editors');
    if (!told) return;
    await this.run('Notifications: Clear All Notifications');
    // VS Code shows at most three notifications in 800 ms; a fourth goes only to the bell (SPAM_PROTECTION in
    // notificationsToasts.ts).
    await this.page.waitForTimeout(400);
  }

  /** Opens a file from the Explorer: search needs a program that is missing from some VS Code packages of npm. */
  async openFile(name: string): Promise<void> {
    await this.run('View: Show Explorer');
    await this.row(name).dblclick();
    await this.page.locator('.monaco-editor .view-line').first().waitFor();
  }

  /** A row of the *Signatures* view. */
  row(text: string | RegExp): Locator {
    return this.page.locator('.sidebar .monaco-list-row').filter({ hasText: text }).first();
  }

  /** The content of the active webview. */
  get webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** Gives the *Signatures* view the space of the other views in Source Control. */
  async showSignatures(): Promise<void> {
    await this.run('Waxseal: Show Signatures');
    const header = (name: string) =>
      this.page.locator('.sidebar .pane-header').filter({ hasText: name }).first();
    await header('Signatures').waitFor();
    for (const name of ['Graph', 'Changes']) {
      const pane = header(name);
      if ((await pane.count()) > 0 && (await pane.getAttribute('aria-expanded')) === 'true')
        await pane.click({ position: { x: 40, y: 8 } });
    }
    await this.row(/./).waitFor();
  }

  get dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }
}
